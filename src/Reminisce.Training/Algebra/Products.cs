using System.Collections.Concurrent;
using Reminisce.Training.Onnx;

namespace Reminisce.Training.Algebra;

/// <summary>Matrix products, computed by ONNX Runtime's kernels.</summary>
internal static class Products
{
    private static readonly ConcurrentDictionary<(bool Left, bool Right), Lazy<GraphRunner>> s_runners = new();

    /// <summary><c>A B</c>.</summary>
    public static Matrix Multiply(Matrix a, Matrix b) => Run(a, b, false, false);

    /// <summary><c>A' B</c>.</summary>
    public static Matrix TransposeMultiply(Matrix a, Matrix b) => Run(a, b, true, false);

    /// <summary><c>A B'</c>.</summary>
    public static Matrix MultiplyTranspose(Matrix a, Matrix b) => Run(a, b, false, true);

    /// <summary><c>A' A</c>, summed over blocks of rows so that the rounding does not grow with their number.</summary>
    public static Matrix Gram(Matrix a) => CrossProduct(a, a);

    /// <summary><c>A' B</c>, summed over blocks of rows.</summary>
    public static Matrix CrossProduct(Matrix a, Matrix b)
    {
        const int block = 16384;
        if (a.Rows <= block)
        {
            return TransposeMultiply(a, b);
        }

        var sum = new double[a.Columns * b.Columns];
        for (var from = 0; from < a.Rows; from += block)
        {
            var count = Math.Min(block, a.Rows - from);
            var part = TransposeMultiply(Rows(a, from, count), Rows(b, from, count));
            for (var i = 0; i < sum.Length; i++)
            {
                sum[i] += part.Data[i];
            }
        }

        return new Matrix(a.Columns, b.Columns, Array.ConvertAll(sum, v => (float)v));
    }

    private static Matrix Rows(Matrix a, int from, int count) =>
        new(count, a.Columns, a.Data.AsSpan(from * a.Columns, count * a.Columns).ToArray());

    private static Matrix Run(Matrix a, Matrix b, bool transposeLeft, bool transposeRight)
    {
        var rows = transposeLeft ? a.Columns : a.Rows;
        var inner = transposeLeft ? a.Rows : a.Columns;
        var columns = transposeRight ? b.Rows : b.Columns;
        if (inner != (transposeRight ? b.Columns : b.Rows))
        {
            throw new ArgumentException($"A matrix of {a.Rows} x {a.Columns} and one of {b.Rows} x {b.Columns} cannot be multiplied this way.", nameof(b));
        }

        var result = new Matrix(rows, columns);
        if (rows > 0 && columns > 0 && inner > 0)
        {
            s_runners.GetOrAdd((transposeLeft, transposeRight), static key => new Lazy<GraphRunner>(() => Build(key.Left, key.Right))).Value
                .RunInto(result.Data, [rows, columns], ("a", GraphRunner.Tensor(a.Data, a.Rows, a.Columns)), ("b", GraphRunner.Tensor(b.Data, b.Rows, b.Columns)));
        }

        return result;
    }

    private static GraphRunner Build(bool transposeLeft, bool transposeRight)
    {
        var graph = new GraphBuilder("product");
        var product = graph.Node(
            "Gemm",
            [graph.Input("a", -1, -1), graph.Input("b", -1, -1)],
            GraphBuilder.Attribute("transA", transposeLeft ? 1 : 0),
            GraphBuilder.Attribute("transB", transposeRight ? 1 : 0));
        graph.Output(product, "product", -1, -1);
        return new GraphRunner(graph.Build());
    }
}
