using System.Numerics.Tensors;
using Reminisce.Training.Algebra;

namespace Reminisce.Training.Learning.Export;

/// <summary>A head: the mean of an image's normalised tokens, or the normalised mean of a text's, projected and brought to length 1.</summary>
/// <param name="Scale">Scale of the normalisation, one number per channel.</param>
/// <param name="Offset">Offset of the normalisation.</param>
/// <param name="Projection">Width x dimensions.</param>
/// <param name="Bias">Added after the projection, or null.</param>
/// <param name="Words">Dimensions behind the projection that compare words: a text's mean signature, weighing as much as the projection.</param>
internal sealed record HeadWeights(float[] Scale, float[] Offset, Matrix Projection, float[]? Bias = null, int Words = 0)
{
    /// <summary>A head with the same normalisation whose projection predicts given values, in closed form (ridge regression).</summary>
    /// <param name="pooled">Pooled values, one row per item.</param>
    /// <param name="values">What to predict, one row per item.</param>
    public HeadWeights Fit(Matrix pooled, Matrix values)
    {
        var ridge = Ridge.Fit(Read(pooled), values, 0.01);
        return this with { Projection = ridge.Weights, Bias = ridge.Offset };
    }

    /// <summary>Embeds pooled values, one row each, with a text's mean signature behind them where it has one.</summary>
    public Matrix Embed(Matrix pooled)
    {
        var meaning = Meaning(pooled);
        if (Words == 0)
        {
            return meaning;
        }

        var words = pooled.SelectColumns(Scale.Length, Scale.Length + Words);
        Moments.NormalizeRows(words);
        var joined = Matrix.Concat(meaning, words);
        Moments.NormalizeRows(joined);
        return joined;
    }

    /// <summary>The projected part of the embedding alone, at length 1.</summary>
    public Matrix Meaning(Matrix pooled)
    {
        var result = Products.Multiply(Read(pooled), Projection);
        for (var i = 0; i < result.Rows && Bias is not null; i++)
        {
            TensorPrimitives.Add(result.Row(i), Bias, result.Row(i));
        }

        Moments.NormalizeRows(result);
        return result;
    }

    private Matrix Read(Matrix pooled) => pooled.Columns == Scale.Length ? pooled : pooled.SelectColumns(0, Scale.Length);
}
