using Reminisce.Training.Algebra;
using Reminisce.Training.Heads;

namespace Reminisce.Training.Tests.Heads;

public sealed class CalibrationTests
{
    [Fact]
    public void Movement_CandidatesOnALine_IsThatLine_WhateverTheOthersDo()
    {
        // Sixty items a query; only the best fifty would be finished, and only those lie on a line.
        var random = new Random(4);
        var coarse = new Matrix(20, 60);
        var fine = new Matrix(20, 60);
        for (var query = 0; query < 20; query++)
        {
            for (var item = 0; item < 60; item++)
            {
                var isCandidate = item >= 10;
                coarse[query, item] = isCandidate ? 1 + random.NextSingle() : -random.NextSingle();
                fine[query, item] = isCandidate ? (0.7f * coarse[query, item]) - 0.2f : 50 * random.NextSingle();
            }
        }

        var movement = Calibration.Movement(coarse, fine)!;

        Assert.Equal(0.7, movement.Slope, 3);
        Assert.Equal(-0.2, movement.Intercept, 3);
        Assert.Equal(0, movement.Spread, 3);
    }

    [Fact]
    public void Measure_ItemsThatAreAllAlike_IsRefused()
    {
        var alike = new Matrix(5, 3);
        alike.Data.AsSpan().Fill(0.5f);

        var error = Assert.Throws<InvalidDataException>(() => Calibration.Measure(alike, alike, 0.01));

        Assert.Contains("All 5 items of the calibration set are equally similar (mean 0.75", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Measure_EmbeddingsThatAreNotFinite_AreRefused()
    {
        var broken = Matrix.Gaussian(5, 3, new Random(1));
        broken[2, 1] = float.NaN;

        Assert.Contains("deviation NaN", Assert.Throws<InvalidDataException>(() => Calibration.Measure(broken, broken, 0.01)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Measure_OneItem_IsRefused()
    {
        var one = Matrix.Gaussian(1, 3, new Random(1));

        Assert.Contains("has 1 item", Assert.Throws<InvalidDataException>(() => Calibration.Measure(one, one, 0.01)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void MeasureExits_EveryExitButTheLast_KnowsHowItsScoresMove()
    {
        var items = Matrix.Gaussian(80, 6, new Random(1));
        Moments.NormalizeRows(items);
        var noisy = Matrix.Gaussian(80, 6, new Random(2));
        System.Numerics.Tensors.TensorPrimitives.Add(items.Data, noisy.Data, noisy.Data);
        Moments.NormalizeRows(noisy);

        var measured = Calibration.MeasureExits([noisy, items], [noisy, items], 0.01);

        Assert.Null(measured[1].Movement);
        Assert.InRange(measured[0].Movement!.Slope, 0.05, 0.95);
        Assert.True(measured[0].Movement!.Spread > 0);
    }
}
