namespace Reminisce.Training.Gradients.Operators;

/// <summary>y = a A B + b C, with A and B as stored or transposed.</summary>
internal sealed class GemmGradient : IOperatorGradient
{
    public IReadOnlyList<string> Operators { get; } = ["Gemm"];

    public void Append(GradientContext context)
    {
        var write = context.Write;
        var alpha = context.Number("alpha", 1);
        var left = context.Integer("transA", 0) != 0;
        var right = context.Integer("transB", 0) != 0;
        var gradient = context.Gradient;
        if (context.Wants(0))
        {
            context.Give(0, left
                ? write.Gemm(context.Input(1), gradient, right, true, alpha)
                : write.Gemm(gradient, context.Input(1), false, !right, alpha));
        }

        if (context.Wants(1))
        {
            context.Give(1, right
                ? write.Gemm(gradient, context.Input(0), true, left, alpha)
                : write.Gemm(context.Input(0), gradient, !left, false, alpha));
        }

        if (context.Wants(2))
        {
            var beta = context.Number("beta", 1);
            context.GiveSummed(2, beta == 1 ? gradient : write.Multiply(gradient, beta), context.OutputShape());
        }
    }
}
