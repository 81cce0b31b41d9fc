using System.Numerics.Tensors;

namespace Reminisce.Training.Algebra;

/// <summary>A linear map with an offset, fitted by ridge regression: <c>y = x W + b</c>.</summary>
/// <param name="Weights">One column per target.</param>
/// <param name="Offset">One number per target.</param>
internal sealed record Ridge(Matrix Weights, float[] Offset)
{
    /// <summary>Minimises <c>|X W + b - Y|^2 + ridge * mean variance * n * |W|^2</c>.</summary>
    /// <param name="x">One row per sample.</param>
    /// <param name="y">One row per sample.</param>
    /// <param name="ridge">Relative to the mean variance of the columns of <paramref name="x"/>, above 0.</param>
    public static Ridge Fit(Matrix x, Matrix y, double ridge)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(ridge);
        var meanX = Moments.Mean(x);
        var meanY = Moments.Mean(y);
        var centered = Moments.Center(x, meanX);
        var gram = Products.Gram(centered);
        double trace = 0;
        for (var i = 0; i < gram.Rows; i++)
        {
            trace += gram[i, i];
        }

        var factor = Cholesky.Factor(gram, (ridge * trace / gram.Rows) + 1e-12);
        var weights = factor.Solve(Products.CrossProduct(centered, Moments.Center(y, meanY)));
        var offset = Products.Multiply(new Matrix(1, meanX.Length, meanX), weights).Data;
        TensorPrimitives.Subtract(meanY, offset, offset);
        return new Ridge(weights, offset);
    }

    /// <summary>Predicts one row per row of <paramref name="x"/>.</summary>
    public Matrix Apply(Matrix x)
    {
        var result = Products.Multiply(x, Weights);
        for (var i = 0; i < result.Rows; i++)
        {
            var row = result.Row(i);
            TensorPrimitives.Add(row, Offset, row);
        }

        return result;
    }
}
