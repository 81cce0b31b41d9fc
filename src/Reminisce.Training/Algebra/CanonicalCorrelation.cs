namespace Reminisce.Training.Algebra;

/// <summary>Pairs of directions in two views that agree most, with shrinkage.</summary>
/// <param name="LeftMean">Mean of the left view.</param>
/// <param name="LeftDirections">Left features x directions.</param>
/// <param name="RightMean">Mean of the right view.</param>
/// <param name="RightDirections">Right features x directions.</param>
/// <param name="Correlations">Regularised correlation of each pair, descending.</param>
internal sealed record CanonicalCorrelation(float[] LeftMean, Matrix LeftDirections, float[] RightMean, Matrix RightDirections, double[] Correlations)
{
    /// <summary>Fits the directions from second moments.</summary>
    /// <param name="left">One row per pair.</param>
    /// <param name="right">One row per pair.</param>
    /// <param name="rightCovariance">Covariance of single right samples; <see langword="null"/> takes that of <paramref name="right"/>.</param>
    /// <param name="dimensions">Number of pairs of directions.</param>
    /// <param name="shrinkLeft">Ridge of the left view, relative to its mean variance.</param>
    /// <param name="shrinkRight">Ridge of the right view, relative to its mean variance.</param>
    public static CanonicalCorrelation Fit(Matrix left, Matrix right, Matrix? rightCovariance, int dimensions, double shrinkLeft, double shrinkRight)
    {
        var meanLeft = Moments.Mean(left);
        var meanRight = Moments.Mean(right);
        var x = Moments.Center(left, meanLeft);
        var y = Moments.Center(right, meanRight);
        var factorLeft = Factor(Scale(Products.Gram(x), 1.0 / x.Rows), shrinkLeft);
        var factorRight = Factor(rightCovariance ?? Scale(Products.Gram(y), 1.0 / y.Rows), shrinkRight);
        var cross = Scale(Products.CrossProduct(x, y), 1.0 / x.Rows);

        // M = Lx^-1 Sxy Ly^-T, whose singular vectors are the directions in whitened coordinates.
        var whitened = factorRight.SolveLower(factorLeft.SolveLower(cross).Transpose());
        var (values, vectors) = SymmetricEigen.Decompose(Products.Gram(whitened.Rows <= whitened.Columns ? whitened.Transpose() : whitened));
        var kept = Math.Min(dimensions, values.Length);
        var correlations = Array.ConvertAll(values[..kept], v => Math.Sqrt(Math.Max(0, v)));
        var first = vectors.SelectColumns(0, kept);
        var second = whitened.Rows <= whitened.Columns ? Products.TransposeMultiply(whitened, first) : Products.Multiply(whitened, first);
        for (var i = 0; i < second.Rows; i++)
        {
            for (var j = 0; j < kept; j++)
            {
                second[i, j] /= (float)Math.Max(correlations[j], 1e-9);
            }
        }

        var (u, v) = whitened.Rows <= whitened.Columns ? (second, first) : (first, second);
        return new CanonicalCorrelation(meanLeft, factorLeft.SolveTransposed(u), meanRight, factorRight.SolveTransposed(v), correlations);
    }

    private static Cholesky Factor(Matrix covariance, double shrink)
    {
        double trace = 0;
        for (var i = 0; i < covariance.Rows; i++)
        {
            trace += covariance[i, i];
        }

        return Cholesky.Factor(covariance, (shrink * trace / covariance.Rows) + 1e-10);
    }

    private static Matrix Scale(Matrix x, double factor)
    {
        System.Numerics.Tensors.TensorPrimitives.Multiply(x.Data, (float)factor, x.Data);
        return x;
    }
}
