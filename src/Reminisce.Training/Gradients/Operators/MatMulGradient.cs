namespace Reminisce.Training.Gradients.Operators;

/// <summary>dA = dY B^T, dB = A^T dY.</summary>
/// <remarks>A product with one matrix is one large product over all rows; only products of batches stay batches.</remarks>
internal sealed class MatMulGradient : IOperatorGradient
{
    public IReadOnlyList<string> Operators { get; } = ["MatMul"];

    public void Append(GradientContext context)
    {
        var left = context.InputShape(0);
        var right = context.InputShape(1);
        if (right.Length == 2 && left.Length >= 2)
        {
            AppendFlat(context, left, right);
        }
        else
        {
            AppendBatched(context, left, right);
        }
    }

    private static void AppendFlat(GradientContext context, long[] left, long[] right)
    {
        var write = context.Write;
        var rows = left.SkipLast(1).Aggregate(1L, (a, b) => a * b);
        var gradient = write.Reshape(context.Gradient, rows, right[1]);
        if (context.Wants(0))
        {
            context.Give(0, write.Reshape(write.Gemm(gradient, context.Input(1), transposeRight: true), left));
        }

        if (context.Wants(1))
        {
            context.Give(1, write.Gemm(write.Reshape(context.Input(0), rows, left[^1]), gradient, transposeLeft: true));
        }
    }

    private static void AppendBatched(GradientContext context, long[] left, long[] right)
    {
        // A vector counts as a matrix with one row on the left and one column on the right.
        var write = context.Write;
        long[] leftShape = left.Length == 1 ? [1, left[0]] : left;
        long[] rightShape = right.Length == 1 ? [right[0], 1] : right;
        var batch = context.OutputShape()[..^((left.Length > 1 ? 1 : 0) + (right.Length > 1 ? 1 : 0))];
        var gradient = write.Reshape(context.Gradient, [.. batch, leftShape[^2], rightShape[^1]]);
        if (context.Wants(0))
        {
            var transposed = TransposeLast(write, write.Reshape(context.Input(1), rightShape), rightShape.Length);
            Give(context, 0, write.MatMul(gradient, transposed), [.. batch, leftShape[^2], leftShape[^1]], leftShape);
        }

        if (context.Wants(1))
        {
            var transposed = TransposeLast(write, write.Reshape(context.Input(0), leftShape), leftShape.Length);
            Give(context, 1, write.MatMul(transposed, gradient), [.. batch, rightShape[^2], rightShape[^1]], rightShape);
        }
    }

    private static void Give(GradientContext context, int index, string gradient, long[] shape, long[] target) =>
        context.Give(index, context.Write.Reshape(Broadcast.Undo(context.Write, gradient, shape, target), context.InputShape(index)));

    private static string TransposeLast(NodeWriter write, string value, int rank)
    {
        long[] order = [.. Enumerable.Range(0, rank - 2).Select(i => (long)i), rank - 1, rank - 2];
        return write.Transpose(value, order);
    }
}
