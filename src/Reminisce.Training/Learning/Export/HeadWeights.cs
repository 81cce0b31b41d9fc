using System.Numerics.Tensors;
using Reminisce.Training.Algebra;

namespace Reminisce.Training.Learning.Export;

/// <summary>A head: the mean of an image's normalised tokens, or the normalised mean of a text's, projected and brought to length 1.</summary>
/// <param name="Scale">Scale of the normalisation, one number per channel.</param>
/// <param name="Offset">Offset of the normalisation.</param>
/// <param name="Projection">Width x dimensions.</param>
/// <param name="Bias">Added after the projection, or null.</param>
internal sealed record HeadWeights(float[] Scale, float[] Offset, Matrix Projection, float[]? Bias = null)
{
    /// <summary>A head with the same normalisation whose projection predicts given embeddings, in closed form (ridge regression).</summary>
    /// <param name="pooled">Pooled values, one row per item.</param>
    /// <param name="embeddings">What to predict, one row per item.</param>
    public HeadWeights Fit(Matrix pooled, Matrix embeddings)
    {
        var ridge = Ridge.Fit(pooled, embeddings, 0.01);
        return this with { Projection = ridge.Weights, Bias = ridge.Offset };
    }

    /// <summary>Embeds pooled values, one row each.</summary>
    public Matrix Embed(Matrix pooled)
    {
        var result = Products.Multiply(pooled, Projection);
        for (var i = 0; i < result.Rows; i++)
        {
            var row = result.Row(i);
            if (Bias is not null)
            {
                TensorPrimitives.Add(row, Bias, row);
            }

            TensorPrimitives.Divide(row, Math.Max(TensorPrimitives.Norm<float>(row), 1e-6f), row);
        }

        return result;
    }
}
