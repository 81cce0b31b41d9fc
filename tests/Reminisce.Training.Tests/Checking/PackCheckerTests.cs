using Reminisce.Encoders;
using Reminisce.Training.Tests.Healing;

namespace Reminisce.Training.Tests.Checking;

public sealed class PackCheckerTests
{
    [Fact]
    public async Task Check_WholePack_FindsEverythingGoodAndMeasuresEveryExit()
    {
        using var packs = new PairedPack();
        PackPairBuilder.Build(packs.Pairing(epochs: 0), TimeProvider.System);

        var rows = await PackChecker.CheckAsync(new PackCheckOptions { PackFolder = packs.Words, DataFolder = packs.Data, Split = "train", Items = 60 });

        Assert.All(rows.Where(r => !r.What.Contains("deviation", StringComparison.Ordinal)), r => Assert.True(r.IsGood, $"{r.What}: {r.Found}, expected {r.Expected}"));
        Assert.Equal(4, rows.Count(r => r.What.Contains("R@10", StringComparison.Ordinal)));
        Assert.Equal(3, rows.Count(r => r.What.Contains("resumed", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Check_PackWithoutData_RunsIt()
    {
        using var packs = new PairedPack();
        var rows = await PackChecker.CheckAsync(new PackCheckOptions { PackFolder = packs.Cut });
        Assert.Equal(4, rows.Count(r => r.What.Contains("length of embeddings", StringComparison.Ordinal) && r.IsGood));
        Assert.All(rows, r => Assert.True(r.IsGood, $"{r.What}: {r.Found}, expected {r.Expected}"));
        Assert.DoesNotContain(rows, r => r.What.Contains("R@10", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Check_CalibrationOfAnotherPack_IsFound()
    {
        using var packs = new PairedPack();
        var manifest = PackPairBuilder.Build(packs.Pairing(epochs: 0), TimeProvider.System);
        (manifest with { QueryHeads = [.. manifest.QueryHeads.Select(h => h with { Calibration = h.Calibration with { Mean = h.Calibration.Mean + 0.9 } })] }).Save(packs.Words);

        var rows = await PackChecker.CheckAsync(new PackCheckOptions { PackFolder = packs.Words, DataFolder = packs.Data, Split = "train", Items = 60 });

        Assert.Equal(4, rows.Count(r => !r.IsGood && r.What.Contains("shift", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(0.2, 0.04, true)]
    [InlineData(0.02, 0.06, false)]
    [InlineData(0.04, null, true)]
    [InlineData(0.06, null, false)]
    public async Task Check_LossOfThePredictor_IsThatOfSearchesThatFinish(double unfinished, double? finished, bool isGood)
    {
        using var packs = new PairedPack();
        var manifest = PackPairBuilder.Build(packs.Pairing(epochs: 0), TimeProvider.System);
        var choice = new PackExitChoice(0.5, 0.05, 1, [new PackExitChoicePoint(0.5, 2, unfinished) { FinishedLoss = finished }]);
        (manifest with { Towers = [.. manifest.Towers.Select(t => t.Predictor is { } p ? t with { Predictor = p with { Choice = choice } } : t)] }).Save(packs.Words);

        var rows = await PackChecker.CheckAsync(new PackCheckOptions { PackFolder = packs.Words, DataFolder = packs.Data, Split = "train", Items = 60 });

        Assert.Equal(isGood, Assert.Single(rows, r => r.What.Contains("chosen for", StringComparison.Ordinal)).IsGood);
    }

    [Fact]
    public async Task Check_ChangedFile_IsRefused()
    {
        using var packs = new PairedPack();
        var stage = PackManifest.Load(packs.Cut).Towers[0].Stages[0].File;
        await using (var stream = new FileStream(Path.Combine(packs.Cut, stage), FileMode.Open))
        {
            stream.WriteByte(0);
        }

        Assert.Contains(stage, (await Assert.ThrowsAsync<ModelPackException>(() => PackChecker.CheckAsync(new PackCheckOptions { PackFolder = packs.Cut }))).Message, StringComparison.Ordinal);
    }
}
