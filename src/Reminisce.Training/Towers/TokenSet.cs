using System.Numerics.Tensors;
using Reminisce.Training.Algebra;
using Reminisce.Training.Onnx;

namespace Reminisce.Training.Towers;

/// <summary>The residual streams of many items, one item per row: tokens x width.</summary>
/// <param name="Cells">One item per row.</param>
/// <param name="Mask">1 for a token, 0 for padding, per item and token; <see langword="null"/> when there is no padding.</param>
/// <param name="Tokens">Tokens per item, padding included.</param>
internal sealed record TokenSet(Matrix Cells, long[]? Mask, int Tokens)
{
    private const int BatchSize = 50;

    public int Width => Cells.Columns / Tokens;

    /// <summary>Copies some items.</summary>
    public TokenSet Select(ReadOnlySpan<int> items)
    {
        long[]? mask = null;
        if (Mask is not null)
        {
            mask = new long[items.Length * Tokens];
            for (var i = 0; i < items.Length; i++)
            {
                Mask.AsSpan(items[i] * Tokens, Tokens).CopyTo(mask.AsSpan(i * Tokens));
            }
        }

        return new TokenSet(Cells.SelectRows(items), mask, Tokens);
    }

    /// <summary>Takes at most <paramref name="count"/> items, evenly spread.</summary>
    public TokenSet Spread(int count)
    {
        count = Math.Min(count, Cells.Rows);
        var items = new int[count];
        for (var i = 0; i < count; i++)
        {
            items[i] = (int)((long)i * Cells.Rows / count);
        }

        return Select(items);
    }

    /// <summary>Runs a graph over all items; its inputs are the tokens and, where there is one, the mask.</summary>
    /// <param name="build">Adds the nodes; is given the names of tokens and mask.</param>
    /// <param name="columns">Numbers per item, or per token when <paramref name="perToken"/>.</param>
    /// <param name="perToken">Whether the result has one row of numbers per token.</param>
    /// <returns>One row per item.</returns>
    public Matrix Run(Func<GraphBuilder, string, string?, string> build, int columns, bool perToken)
    {
        var graph = new GraphBuilder("tokens");
        var tokens = graph.Input("tokens", -1, Tokens, Width);
        var mask = Mask is null ? null : graph.InputInt64("mask", -1, Tokens);
        graph.Output(build(graph, tokens, mask), "result", perToken ? [-1, Tokens, columns] : [-1, columns]);
        using var runner = new GraphRunner(graph.Build());
        var width = perToken ? columns * Tokens : columns;
        var result = new Matrix(Cells.Rows, width);
        for (var from = 0; from < Cells.Rows; from += BatchSize)
        {
            var count = Math.Min(BatchSize, Cells.Rows - from);
            var inputs = new List<(string, Microsoft.ML.OnnxRuntime.OrtValue)>
            {
                ("tokens", GraphRunner.Tensor(Cells.Data.AsMemory(from * Cells.Columns, count * Cells.Columns), count, Tokens, Width)),
            };
            if (Mask is not null)
            {
                inputs.Add(("mask", GraphRunner.Tensor(Mask.AsMemory(from * Tokens, count * Tokens), count, Tokens)));
            }

            runner.RunInto(result.Data.AsMemory(from * width, count * width), perToken ? [count, Tokens, columns] : [count, columns], [.. inputs]);
        }

        if (!float.IsFinite(TensorPrimitives.MaxMagnitude<float>(result.Data)))
        {
            throw new InvalidOperationException($"A layer gave numbers that are not finite for {Cells.Rows} items; the data or the weights before it are damaged.");
        }

        return result;
    }

    /// <summary>Draws rows of single tokens, without padding, from a result with one row of numbers per token.</summary>
    public Matrix DrawTokens(Matrix perToken, int count, Random random)
    {
        var columns = perToken.Columns / Tokens;
        var places = Enumerable.Range(0, perToken.Rows * Tokens).Where(i => Mask is null || Mask[i] != 0).ToArray();
        random.Shuffle(places);
        return new Matrix(perToken.Rows * Tokens, columns, perToken.Data).SelectRows(places.AsSpan(0, Math.Min(count, places.Length)));
    }
}
