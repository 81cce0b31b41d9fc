using System.Numerics.Tensors;
using Reminisce.Training.Algebra;

namespace Reminisce.Training.Heads;

/// <summary>Fits linear heads of items and of the queries that find them, in closed form.</summary>
internal static class HeadFitter
{
    /// <summary>Fits an item head and the query head that finds its items: shrunken canonical correlation, weighted by the correlations.</summary>
    /// <param name="items">Pooled items.</param>
    /// <param name="queries">Pooled queries (means of them), one per item.</param>
    /// <param name="singleQueries">Pooled single queries, for their covariance.</param>
    /// <param name="dimensions">Dimensions of the embedding.</param>
    /// <param name="shrinkItems">Ridge of the items, relative to their mean variance.</param>
    /// <param name="shrinkQueries">Ridge of the queries.</param>
    public static (Ridge Item, Ridge Query) FitPair(Matrix items, Matrix queries, Matrix singleQueries, int dimensions, double shrinkItems, double shrinkQueries)
    {
        var covariance = Products.Gram(Moments.Center(singleQueries, Moments.Mean(singleQueries)));
        TensorPrimitives.Multiply(covariance.Data, 1f / singleQueries.Rows, covariance.Data);
        var fit = CanonicalCorrelation.Fit(items, queries, covariance, dimensions, shrinkItems, shrinkQueries);
        return (
            Centered(fit.LeftMean, Weigh(fit.LeftDirections, fit.Correlations, dimensions)),
            Centered(fit.RightMean, Weigh(fit.RightDirections, fit.Correlations, dimensions)));
    }

    // The offset takes the mean away first.
    private static Ridge Centered(float[] mean, Matrix weights)
    {
        var offset = Products.Multiply(new Matrix(1, mean.Length, mean), weights).Data;
        TensorPrimitives.Negate(offset, offset);
        return new Ridge(weights, offset);
    }

    private static Matrix Weigh(Matrix directions, double[] correlations, int dimensions)
    {
        var result = new Matrix(directions.Rows, dimensions);
        for (var i = 0; i < directions.Rows; i++)
        {
            for (var j = 0; j < directions.Columns; j++)
            {
                result[i, j] = directions[i, j] * (float)correlations[j];
            }
        }

        return result;
    }
}
