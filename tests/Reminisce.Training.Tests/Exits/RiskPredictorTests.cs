using System.Numerics.Tensors;
using Reminisce.Encoders;
using Reminisce.Training.Algebra;
using Reminisce.Training.Exits;
using Reminisce.Training.Heads;

namespace Reminisce.Training.Tests.Exits;

public sealed class RiskPredictorTests
{
    private const int Count = 400;
    private const int Width = 24;

    private static readonly int[] s_layers = [2, 4, 6];

    [Fact]
    public void Fit_ItemsThatSayHowHardTheyAre_RunsTheHardOnesDeeper()
    {
        var fit = World(1);
        var heldOut = World(2);
        var calibrations = Calibrations(heldOut);

        var (model, choice) = RiskPredictor.Fit(fit.Sight, Asked(fit), heldOut.Sight, Asked(heldOut), calibrations, s_layers, 0, 5);

        var chosen = Assert.Single(choice.Curve, p => p.Coverage == choice.Coverage);
        Assert.InRange(chosen.FinishedLoss!.Value, double.MinValue, RiskPredictor.Risk);
        Assert.InRange(chosen.MeanLayer, 2, 5);
        var probabilities = model.Probabilities(heldOut.Sight.Superficial);
        var hard = heldOut.IsHard.Select((h, i) => (h, Deep: probabilities[i, 2])).ToLookup(p => p.h, p => (double)p.Deep);
        Assert.True(hard[true].Average() > hard[false].Average() + 0.3, $"{hard[true].Average()} {hard[false].Average()}");
    }

    [Fact]
    public void Fit_FineEmbeddingsThatFindNoCoarseCopy_LearnsFromCaptionsWhereItemsMayStop()
    {
        // Their own fine embeddings find coarse copies nowhere, so that by them alone everything runs in full; captions find the easy ones at once.
        var (fit, heldOut) = (World(1), World(2));
        RiskPredictor.Sight Strange(RiskPredictor.Sight sight) => sight with { Fine = [Noise(7), Noise(8), sight.Fine[2]] };

        var (_, byBoth) = RiskPredictor.Fit(Strange(fit.Sight), Asked(fit), Strange(heldOut.Sight), Asked(heldOut), Calibrations(heldOut), s_layers, 0, 5);
        var (_, byOwn) = RiskPredictor.Fit(Strange(fit.Sight), new([Noise(7), Noise(8), fit.Sight.Fine[2]], Asked(fit).Targets), Strange(heldOut.Sight), Asked(heldOut), Calibrations(heldOut), s_layers, 0, 5);

        double Depth(PackExitChoice choice) => choice.Curve.First(p => p.Coverage == choice.Coverage).MeanLayer;
        Assert.InRange(Depth(byBoth), 2, 4.5);
        Assert.True(Depth(byOwn) > Depth(byBoth) + 0.5, $"{Depth(byOwn)} {Depth(byBoth)}");
    }

    [Fact]
    public void Fit_AnyItems_GoesNoDeeperThanOneExitForAllThatLosesNoMore()
    {
        // At the middle exit all are found; nothing tells which would be found before.
        var (fit, heldOut) = (World(1), World(2));
        RiskPredictor.Sight Silent(RiskPredictor.Sight sight) => sight with { Superficial = Noise(9), Items = [sight.Items[0], sight.Items[2], sight.Items[2]] };

        var (_, choice) = RiskPredictor.Fit(Silent(fit.Sight), Asked(fit), Silent(heldOut.Sight), Asked(heldOut), Calibrations(heldOut), s_layers, 0, 5);

        Assert.InRange(choice.Curve.First(p => p.Coverage == choice.Coverage).MeanLayer, 2, 4);
    }

    [Fact]
    public void Always_AnyEmbedding_IsSureOfOneExit()
    {
        var probabilities = PredictorModel.Always(Width, 1, 3).Probabilities(Noise(3));
        Assert.All(Enumerable.Range(0, Count), i => Assert.InRange(probabilities[i, 1], 0.9999f, 1));
    }

    [Fact]
    public void FirstAsFull_SeveralQueries_IsTheFirstExitThatFindsAsManyAsTheLast()
    {
        // Item 0 has three queries: one is found at the first exit, two at the second and the last. Item 1 is never found.
        int[][] ranks = [[1, 9, 9, 9], [1, 3, 9, 9], [9, 2, 1, 9]];
        Assert.Equal([1, 0], ExitLabels.FirstAsFull(ranks, [0, 0, 0, 1], 2, 3));
        Assert.Equal([0, 0], ExitLabels.FirstAsFull(ranks, [0, 0, 0, 1], 2, 1));
    }

    [Fact]
    public void Fit_AnyItems_HasACurveFromShallowToFullDepth()
    {
        var world = World(3);
        var (_, choice) = RiskPredictor.Fit(world.Sight, Asked(world), world.Sight, Asked(world), Calibrations(world), s_layers, 0, 5);
        Assert.Equal(choice.Curve.Select(p => p.MeanLayer).Order(), choice.Curve.Select(p => p.MeanLayer));
        Assert.Equal((1.0, 6.0, 0.0), (choice.Curve[^1].Coverage, choice.Curve[^1].MeanLayer, choice.Curve[^1].Loss));
    }

    [Fact]
    public void Recall_EveryItemAtItsExit_ReadsThatExitsScores()
    {
        // Item 0 is found at the second exit only, item 1 at the first only; ten others stand between at the wrong ones.
        var scores = new[] { new Matrix(2, 13), new Matrix(2, 13) };
        foreach (var matrix in scores)
        {
            matrix.Data.AsSpan().Fill(1);
        }

        scores[1][0, 0] = 2;
        scores[0][1, 1] = 2;
        int[] Exits(int first, int second) => [first, second, .. new int[11]];
        Assert.Equal(1, RiskPredictor.Recall(scores, [0, 1], Exits(1, 0)));
        Assert.Equal(0.5, RiskPredictor.Recall(scores, [0, 1], Exits(0, 0)));
        Assert.Equal(0, RiskPredictor.Recall(scores, [0, 1], Exits(0, 1)));
    }

    [Theory]
    [InlineData(3, 0)]
    [InlineData(4, 1)]
    [InlineData(30, 0)]
    public void FinishedRecall_CandidatesAlone_AreRankedByTheFullDepth(int candidates, double recall)
    {
        // Three items come before the wanted one at the shallow exit and after it at full depth; all others are the other way round.
        var (coarse, fine) = (new Matrix(1, 30), new Matrix(1, 30));
        coarse.Data.AsSpan(4).Fill(1);
        coarse.Data.AsSpan(0, 4).Fill(9);
        coarse[0, 0] = 5;
        fine.Data.AsSpan(4).Fill(2);
        fine[0, 0] = 1;

        Assert.Equal(recall, RiskPredictor.FinishedRecall([coarse, fine], [0], new int[30], candidates));
    }

    [Fact]
    public void Fit_HardItemsThatAreNearlyFound_LoseLessWhereSearchesFinishTheirCandidates()
    {
        var world = World(3, trace: 2.2f);
        var (_, choice) = RiskPredictor.Fit(world.Sight, Asked(world), world.Sight, Asked(world), Calibrations(world), s_layers, 0, 5);

        Assert.True(choice.Curve[0].FinishedLoss < choice.Curve[0].Loss - 0.05, $"{choice.Curve[0]}");
        Assert.Equal(0, choice.Curve[^1].FinishedLoss);
    }

    // Half of the items are hard: their embeddings are noise, with a trace of their own, before the last exit; and one number of theirs says so.
    private static (RiskPredictor.Sight Sight, bool[] IsHard) World(int seed, float trace = 0)
    {
        var random = new Random(seed);
        var fine = Matrix.Gaussian(Count, Width, random);
        Moments.NormalizeRows(fine);
        bool[] hard = [.. Enumerable.Range(0, Count).Select(_ => random.Next(2) == 0)];
        var items = s_layers.Select((_, exit) =>
        {
            var noise = Matrix.Gaussian(Count, Width, random);
            for (var i = 0; i < Count; i++)
            {
                if (exit == 2 || !hard[i])
                {
                    fine.Row(i).CopyTo(noise.Row(i));
                }
                else
                {
                    TensorPrimitives.MultiplyAdd(fine.Row(i), trace, noise.Row(i), noise.Row(i));
                }
            }

            Moments.NormalizeRows(noise);
            return noise;
        }).ToArray();
        var superficial = Matrix.Gaussian(Count, 4, random);
        for (var i = 0; i < Count; i++)
        {
            superficial[i, 0] = hard[i] ? 2 : -2;
        }

        return (new RiskPredictor.Sight(superficial, [fine, fine, fine], items), hard);
    }

    private static Matrix Noise(int seed)
    {
        var noise = Matrix.Gaussian(Count, Width, new Random(seed));
        Moments.NormalizeRows(noise);
        return noise;
    }

    private static RiskPredictor.Asked Asked((RiskPredictor.Sight Sight, bool[] IsHard) world) => new(world.Sight.Fine, [.. Enumerable.Range(0, Count)]);

    private static PackCalibration[] Calibrations((RiskPredictor.Sight Sight, bool[] IsHard) world) =>
        [.. world.Sight.Items.Select((m, e) => Calibration.Measure(world.Sight.Fine[e], m, 0.001))];
}
