namespace Reminisce.Training.Gradients;

/// <summary>Reverse-mode rule of one operator.</summary>
internal interface IOperatorGradient
{
    /// <summary>Names of the operators it covers; those outside the standard carry their domain, as in <c>com.microsoft.QuickGelu</c>.</summary>
    IReadOnlyList<string> Operators { get; }

    /// <summary>Appends the nodes that turn the gradient by the node's outputs into gradients by its inputs.</summary>
    void Append(GradientContext context);
}
