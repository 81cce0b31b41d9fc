using CsCheck;
using Reminisce.Training.Algebra;

namespace Reminisce.Training.Tests.Algebra;

public sealed class AlgebraTests
{
    private static readonly Gen<(int Rows, int Columns, int Seed)> s_shapes = Gen.Select(Gen.Int[2, 40], Gen.Int[1, 12], Gen.Int[0, 10_000]);

    [Fact]
    public void Products_AgreeWithTripleLoop() => s_shapes.Sample(s =>
    {
        var random = new Random(s.Seed);
        var a = Matrix.Gaussian(s.Rows, s.Columns, random);
        var b = Matrix.Gaussian(s.Columns, 5, random);
        AssertClose(Naive(a, b), Products.Multiply(a, b), 1e-4f);
        AssertClose(Naive(a.Transpose(), a), Products.Gram(a), 1e-3f);
        AssertClose(Naive(a, a.Transpose()), Products.MultiplyTranspose(a, a), 1e-3f);
    }, iter: 30);

    [Fact]
    public void Eigen_RebuildsTheMatrix_AndIsOrthonormal() => Gen.Select(Gen.Int[1, 25], Gen.Int[0, 10_000]).Sample((n, seed) =>
    {
        var half = Matrix.Gaussian(n, n, new Random(seed));
        var symmetric = Naive(half.Transpose(), half);
        var (values, vectors) = SymmetricEigen.Decompose(symmetric);
        var scaled = vectors.Clone();
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++)
            {
                scaled[i, j] *= (float)values[j];
            }
        }

        AssertClose(symmetric, Naive(scaled, vectors.Transpose()), 1e-3f * n);
        AssertClose(Matrix.Identity(n), Naive(vectors.Transpose(), vectors), 1e-4f);
        Assert.Equal(values.OrderDescending(), values);
    }, iter: 30);

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    public void Eigen_OfLowRankMatrix_Converges(int seed)
    {
        var half = Matrix.Gaussian(20, 300, new Random(seed));
        for (var i = 0; i < half.Rows; i++)
        {
            half.Row(i)[150..].Fill(half[i, 0]);
        }

        var (values, vectors) = SymmetricEigen.Decompose(Products.Gram(half));
        Assert.All(values.Skip(20), v => Assert.InRange(Math.Abs(v), 0, 1e-3 * values[0]));
        AssertClose(Matrix.Identity(300), Products.Gram(vectors), 1e-4f);
    }

    [Fact]
    public void Cholesky_SolvesTheSystem_AcrossBlocks()
    {
        var random = new Random(3);
        var half = Matrix.Gaussian(220, 150, random);
        var a = Naive(half.Transpose(), half);
        var x = Matrix.Gaussian(150, 3, random);
        AssertClose(x, Cholesky.Factor(a).Solve(Naive(a, x)), 1e-2f);
    }

    [Fact]
    public void Cholesky_OfIndefiniteMatrix_SaysSo()
    {
        var error = Assert.Throws<InvalidOperationException>(() => Cholesky.Factor(new Matrix(2, 2, [1, 2, 2, 1])));
        Assert.Contains("not positive definite", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Ridge_FulfilsTheNormalEquations()
    {
        var random = new Random(5);
        var x = Matrix.Gaussian(60, 7, random);
        var y = Matrix.Gaussian(60, 2, random);
        const double relative = 0.1;
        var fit = Ridge.Fit(x, y, relative);

        // X'(y - yhat) = lambda W, in centred coordinates.
        var centered = Moments.Center(x, Moments.Mean(x));
        var gram = Naive(centered.Transpose(), centered);
        var lambda = relative * Enumerable.Range(0, 7).Average(i => gram[i, i]);
        var predicted = fit.Apply(x);
        var residual = new Matrix(60, 2);
        for (var i = 0; i < residual.Data.Length; i++)
        {
            residual.Data[i] = y.Data[i] - predicted.Data[i];
        }

        var left = Naive(centered.Transpose(), residual);
        for (var i = 0; i < left.Data.Length; i++)
        {
            Assert.Equal(lambda * fit.Weights.Data[i], left.Data[i], 2);
        }
    }

    [Fact]
    public void CanonicalCorrelation_FindsTheSharedDirection()
    {
        var random = new Random(11);
        var shared = Matrix.Gaussian(400, 1, random);
        var left = Matrix.Gaussian(400, 5, random);
        var right = Matrix.Gaussian(400, 4, random);
        for (var i = 0; i < 400; i++)
        {
            left[i, 3] = shared[i, 0] + (0.1f * left[i, 3]);
            right[i, 1] = -shared[i, 0] + (0.1f * right[i, 1]);
        }

        var fit = CanonicalCorrelation.Fit(left, right, null, 2, 1e-3, 1e-3);
        Assert.InRange(fit.Correlations[0], 0.95, 1.0);
        Assert.True(fit.Correlations[1] < 0.4);
        Assert.True(fit.LeftDirections[3, 0] * fit.RightDirections[1, 0] < 0);
    }

    private static Matrix Naive(Matrix a, Matrix b)
    {
        var result = new Matrix(a.Rows, b.Columns);
        for (var i = 0; i < a.Rows; i++)
        {
            for (var j = 0; j < b.Columns; j++)
            {
                double sum = 0;
                for (var k = 0; k < a.Columns; k++)
                {
                    sum += (double)a[i, k] * b[k, j];
                }

                result[i, j] = (float)sum;
            }
        }

        return result;
    }

    private static void AssertClose(Matrix expected, Matrix actual, float tolerance)
    {
        Assert.Equal((expected.Rows, expected.Columns), (actual.Rows, actual.Columns));
        for (var i = 0; i < expected.Data.Length; i++)
        {
            Assert.True(Math.Abs(expected.Data[i] - actual.Data[i]) <= tolerance, $"number {i}: {actual.Data[i]} instead of {expected.Data[i]}");
        }
    }
}
