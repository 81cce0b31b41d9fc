using Reminisce.Training.Algebra;

namespace Reminisce.Training.Heads;

/// <summary>Fits embedding heads and query heads in closed form.</summary>
internal static class HeadFitter
{
    /// <summary>Fits an item head and the query head that finds its items: shrunken canonical correlation, weighted by the correlations.</summary>
    /// <param name="items">Pooled items.</param>
    /// <param name="queries">Pooled queries (means of them), one per item.</param>
    /// <param name="singleQueries">Pooled single queries, for their covariance.</param>
    /// <param name="dimensions">Dimensions of the embedding.</param>
    /// <param name="shrinkItems">Ridge of the items, relative to their mean variance.</param>
    /// <param name="shrinkQueries">Ridge of the queries.</param>
    public static (Head Item, Head Query) FitPair(Matrix items, Matrix queries, Matrix singleQueries, int dimensions, double shrinkItems, double shrinkQueries)
    {
        var covariance = Products.Gram(Moments.Center(singleQueries, Moments.Mean(singleQueries)));
        System.Numerics.Tensors.TensorPrimitives.Multiply(covariance.Data, 1f / singleQueries.Rows, covariance.Data);
        var fit = CanonicalCorrelation.Fit(items, queries, covariance, dimensions, shrinkItems, shrinkQueries);
        return (
            Head.Centered(fit.LeftMean, Weigh(fit.LeftDirections, fit.Correlations, dimensions)),
            Head.Centered(fit.RightMean, Weigh(fit.RightDirections, fit.Correlations, dimensions)));
    }

    /// <summary>Fits a query head to given embeddings by ridge regression.</summary>
    public static Head FitTo(Matrix queries, Matrix embeddings, double ridge)
    {
        var fit = Ridge.Fit(queries, embeddings, ridge);
        return new Head(fit.Weights, fit.Offset);
    }

    /// <summary>Adds dimensions that compare words: some pooled channels carried over as they are.</summary>
    public static Head WithWords(Head head, int firstChannel, int count)
    {
        var words = new Matrix(head.Weights.Rows, count);
        for (var i = 0; i < count; i++)
        {
            words[firstChannel + i, i] = 1;
        }

        return new Head(Matrix.Concat(head.Weights, words), [.. head.Offset, .. new float[count]], count);
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
