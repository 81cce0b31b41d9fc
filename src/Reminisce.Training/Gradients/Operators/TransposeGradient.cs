namespace Reminisce.Training.Gradients.Operators;

/// <summary>The gradient under the inverse order of axes.</summary>
internal sealed class TransposeGradient : IOperatorGradient
{
    public IReadOnlyList<string> Operators { get; } = ["Transpose"];

    public void Append(GradientContext context)
    {
        var rank = context.InputShape(0).Length;
        var order = context.IntegerList("perm") ?? [.. Enumerable.Range(0, rank).Reverse().Select(i => (long)i)];
        var inverse = new long[rank];
        for (var i = 0; i < rank; i++)
        {
            inverse[order[i]] = i;
        }

        context.Give(0, context.Write.Transpose(context.Gradient, inverse));
    }
}
