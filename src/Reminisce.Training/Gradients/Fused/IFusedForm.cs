namespace Reminisce.Training.Gradients.Fused;

/// <summary>How one fused operator is made of plain ones.</summary>
internal interface IFusedForm
{
    /// <summary>Names of the operators it covers; those outside the standard carry their domain.</summary>
    IReadOnlyList<string> Operators { get; }

    /// <summary>What of a node it does not cover, as in <c>a past state</c>, or null.</summary>
    string? Limit(FusedNode node) => null;

    /// <summary>Appends plain nodes that make the values of the node's outputs.</summary>
    void Append(FusedNode node);
}
