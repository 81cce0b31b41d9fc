using System.Numerics.Tensors;
using Reminisce.Training.Algebra;
using Reminisce.Training.Onnx;

namespace Reminisce.Training.Towers;

/// <summary>Fits one block after another in closed form, each on the tokens that the blocks before it give.</summary>
/// <remarks>
/// Attention is laid out by hand (places) or matches whitened components (content). The dictionary is k-means over
/// whitened tokens with what they gathered, without labels. The output is, for a part of the channels, what the pooled
/// units have in common with the targets (canonical correlation), and for the others their greatest variance.
/// </remarks>
internal sealed class BlockFitter(TowerShape shape, Random random)
{
    private const int Items = 1200;
    private const int Samples = 30_000;
    private const int Passes = 5;
    private const float Threshold = 0.6f;
    private const double Damping = 0.05;
    private const float MatchScale = 0.35f;
    private const double TargetShrink = 0.3;

    /// <summary>Fits a block.</summary>
    /// <param name="items">Items with the channels of this block and later ones zero.</param>
    /// <param name="targets">One row per item: what another view of the item says.</param>
    /// <param name="index">Place of the block, from 0.</param>
    /// <param name="positionBias">Attention logits by place.</param>
    /// <param name="shrink">Ridge of the pooled units, relative to their mean variance.</param>
    public Block Fit(TokenSet items, Matrix targets, int index, float[] positionBias, double shrink)
    {
        var sample = items.Spread(Items);
        var normalized = sample.Run((g, x, _) => g.Node("Identity", [BlockGraph.AddNorm(g, x, shape)]), shape.Width, perToken: true);
        var value = PrincipalComponents.Fit(sample.DrawTokens(normalized, Samples, random), shape.ValueSize).Whitening(Damping);
        var match = ContentHeads(value);
        string Surroundings(GraphBuilder g, string x, string? mask) =>
            BlockGraph.AddSurroundings(g, x, mask is null ? null : BlockGraph.AddMaskBias(g, mask), positionBias, match, value, shape);

        var gathered = sample.Run(Surroundings, shape.Width + (TowerShape.Heads * shape.ValueSize), perToken: true);
        var rows = sample.DrawTokens(gathered, Samples, random);
        var components = PrincipalComponents.Fit(rows, shape.Reduced);
        var reduce = components.Whitening(Damping);
        var reduceOffset = Products.Multiply(new Matrix(1, components.Mean.Length, components.Mean), reduce).Data;
        TensorPrimitives.Negate(reduceOffset, reduceOffset);
        var block = new Block(
            positionBias,
            match,
            value,
            reduce,
            reduceOffset,
            Dictionary(Products.Multiply(Moments.Center(rows, components.Mean), reduce)),
            [.. Enumerable.Repeat(-Threshold, shape.Hidden)],
            new Matrix(shape.Hidden, shape.Growth),
            new float[shape.Growth],
            shape.Filled(index));
        var pooled = items.Run((g, x, mask) => Pooling.AddMean(g, BlockGraph.AddUnits(g, Surroundings(g, x, mask), block), mask), shape.Hidden, perToken: false);
        return Scale(block with { Output = Output(pooled, targets, shrink) }, sample);
    }

    /// <summary>Runs a block over all items and gives them with its channels filled.</summary>
    public TokenSet Apply(Block block, TokenSet items) =>
        items with { Cells = items.Run((g, x, mask) => BlockGraph.Add(g, x, mask is null ? null : BlockGraph.AddMaskBias(g, mask), block, shape), shape.Width, perToken: true) };

    // Heads 2 and 3 match by the leading whitened components; the last head of a masked tower gathers the whole text instead.
    private Matrix ContentHeads(Matrix whitening)
    {
        var result = new Matrix(whitening.Rows, TowerShape.Heads * shape.MatchSize);
        for (var i = 0; i < whitening.Rows; i++)
        {
            for (var head = 2; head < (shape.Masked ? 3 : 4); head++)
            {
                TensorPrimitives.Multiply(whitening.Row(i)[..shape.MatchSize], MatchScale, result.Row(i).Slice(head * shape.MatchSize, shape.MatchSize));
            }
        }

        return result;
    }

    // Directions of the whitened samples, scaled so that every unit answers with variance 1.
    private Matrix Dictionary(Matrix whitened)
    {
        var (directions, _) = KMeans.Fit(whitened, shape.Hidden, Passes, random);
        var response = Products.MultiplyTranspose(whitened, directions);
        var deviation = Moments.Deviation(response, Moments.Mean(response), 1e-3f);
        var dictionary = directions.Transpose();
        for (var i = 0; i < dictionary.Rows; i++)
        {
            TensorPrimitives.Divide(dictionary.Row(i), deviation, dictionary.Row(i));
        }

        return dictionary;
    }

    private Matrix Output(Matrix pooled, Matrix targets, double shrink)
    {
        var guided = shape.Growth / 2;
        var agreement = CanonicalCorrelation.Fit(pooled, targets, null, guided, shrink, TargetShrink).LeftDirections;
        var variance = PrincipalComponents.Fit(pooled, shape.Growth - agreement.Columns).Directions;
        var columns = Matrix.Concat(agreement, variance).Transpose();
        Moments.NormalizeRows(columns);
        return columns.Transpose();
    }

    // Gives every new channel mean 0 and the deviation of the content channels: more would drown them in pooling and norms.
    private Block Scale(Block block, TokenSet sample)
    {
        var after = sample.Run((g, x, mask) => BlockGraph.Add(g, x, mask is null ? null : BlockGraph.AddMaskBias(g, mask), block, shape), shape.Width, perToken: true);
        var drawn = sample.DrawTokens(after, Samples, random);
        var fresh = drawn.SelectColumns(block.FirstChannel, block.FirstChannel + shape.Growth);
        var content = drawn.SelectColumns(0, shape.Content);
        var typical = (float)(shape.GrowthScale * Math.Sqrt(Moments.Deviation(content, Moments.Mean(content)).Average(d => (double)d * d)));
        var mean = Moments.Mean(fresh);
        var deviation = Array.ConvertAll(Moments.Deviation(fresh, mean, 1e-3f), d => d / typical);
        var output = block.Output.Clone();
        for (var i = 0; i < output.Rows; i++)
        {
            TensorPrimitives.Divide(output.Row(i), deviation, output.Row(i));
        }

        return block with { Output = output, OutputOffset = [.. mean.Zip(deviation, (m, d) => -m / d)] };
    }
}
