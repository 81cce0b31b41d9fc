using System.Numerics.Tensors;
using Microsoft.Extensions.AI;
using Reminisce.Encoders;
using Reminisce.Training.Exits;
using Reminisce.Training.Learning;
using Reminisce.Training.Learning.Checkpoints;
using Reminisce.Training.Tests.Import;
using Reminisce.Training.Tests.Learning;

namespace Reminisce.Training.Tests.Healing;

public sealed class PackHealerTests(PackWithWords pack) : IClassFixture<PackWithWords>
{
    private readonly PairedPack _packs = pack.Packs;

    [Fact]
    public async Task Heal_Pack_GivesAPackWhoseActivationsResumeToTheFullDepth()
    {
        var before = ModelPack.Open(_packs.Words);
        var manifest = PackHealer.Heal(_packs.Healing("healed"), TimeProvider.System);

        Assert.Equal(before.Fingerprint, ModelPack.Open(_packs.Words).Fingerprint);
        Assert.Empty(PackSchemaTests.Faults(await File.ReadAllTextAsync(_packs.File("healed/pack.json"))));
        Assert.Equal(before.Manifest.QueryHeads.Count, manifest.QueryHeads.Count);
        Assert.All(manifest.QueryHeads, h => Assert.Equal(h.Target == "image" && h.Layer < 4, h.Calibration.Movement is not null));
        using var encoder = EarlyExitEncoder.Open(_packs.File("healed"), new EarlyExitEncoderOptions { ActivationFormat = ActivationFormat.Int8 });
        AIContent picture = new DataContent(await File.ReadAllBytesAsync(Path.Combine(_packs.Data, "images", "3.png")), "image/png");
        var full = (await encoder.EncodeAsync([picture], new EncodingOptions { Policy = ExitPolicy.Full }))[0].Item!;
        foreach (var exit in encoder.Exits.Where(e => e.Tower == "image" && e.Layer < 4))
        {
            var options = new EncodingOptions { Policy = ExitPolicy.Fixed, FixedLayer = exit.Layer, KeepActivations = true };
            var coarse = (await encoder.EncodeAsync([picture], options))[0].Item!;
            Assert.Equal(exit, coarse.Exit);
            var resumed = Assert.Single(await encoder.ResumeAsync([coarse.Activation!]));
            Assert.InRange(TensorPrimitives.CosineSimilarity(full.Vector.Span, resumed.Vector.Span), 0.99f, 1.001f);
        }
    }

    [Fact]
    public void Heal_PicturesHeldOutOfThePack_AreNotFittedToEither()
    {
        var other = Directory.CreateDirectory(_packs.File("other-words")).FullName;
        Directory.CreateSymbolicLink(Path.Combine(other, "images"), Path.Combine(_packs.Data, "images"));
        var rows = File.ReadLines(Path.Combine(_packs.Data, "captions.tsv"));
        File.WriteAllLines(Path.Combine(other, "captions.tsv"), rows.Select(r => int.TryParse(r.Split('.')[0], out var i) && i % 6 == 5 ? string.Join('\t', r.Split('\t').SkipLast(1).Append("A white square .")) : r));
        var kept = _packs.File("kept");
        PackCopy.Run(ModelPack.Open(_packs.Words), new PackWriter(kept), _ => false);
        (PackManifest.Load(_packs.Words) with { HeldOut = new PackHeldOut(6, 5) }).Save(kept);

        var manifest = Heal(kept, _packs.Data, "kept-healed");
        Assert.Equal(new PackHeldOut(6, 5), manifest.HeldOut);
        Assert.Equal("1.0.0+healed", manifest.Version);
        Assert.Equal(Heads(manifest), Heads(Heal(kept, other, "kept-other")));
        Assert.NotEqual(Heads(Heal(_packs.Words, _packs.Data, "free-healed")), Heads(Heal(_packs.Words, other, "free-other")));

        PackManifest Heal(string from, string data, string output)
        {
            var options = _packs.Healing(output);
            (options.PackFolder, options.DataFolder, options.Items, options.Rank) = (from, data, 10_000, 0);
            return PackHealer.Heal(options, TimeProvider.System);
        }

        static IEnumerable<string> Heads(PackManifest manifest) => manifest.Towers[0].Exits.Select(e => manifest.Files[e.Head].Sha256);
    }

    [Fact]
    public void Heal_OtherWindowsBehind_LeavesThePrefixAsItIs()
    {
        // An exit's states depend on the stages before it alone; these must not depend on how deeper ones were healed.
        var one = PackHealer.Heal(_packs.Healing("one"), TimeProvider.System);
        var options = _packs.Healing("two");
        options.Windows = [2, 3];
        var two = PackHealer.Heal(options, TimeProvider.System);

        string Hash(PackManifest manifest, int layer) => manifest.Files[manifest.Towers[0].Stages.First(s => s.ToLayer == layer).File].Sha256;
        Assert.Equal(Hash(one, 1), Hash(two, 1));
        Assert.Equal(Hash(one, 2), Hash(two, 2));
        Assert.NotEqual(Hash(one, 4), Hash(two, 4));
        var unhealed = PackManifest.Load(_packs.Words);
        Assert.All(Enumerable.Range(1, 4), layer => Assert.NotEqual(Hash(unhealed, layer), Hash(two, layer)));
    }

    [Fact]
    public void Heal_StoppedOnTheWay_GoesOnToTheSamePack()
    {
        var whole = PackHealer.Heal(_packs.Healing("whole"), TimeProvider.System);
        using var stop = new CancellationTokenSource();
        var options = _packs.Healing("stopped");
        options.Training = new StopAt(3, stop);
        Assert.ThrowsAny<OperationCanceledException>(() => PackHealer.Heal(options, TimeProvider.System, stop.Token));
        Assert.False(File.Exists(_packs.File("stopped/pack.json")));
        Assert.Equal(3, CheckpointFile.Read(_packs.File("stopped-work/window-0.checkpoint")).Step);

        options.Training = null;
        var resumed = PackHealer.Heal(options, TimeProvider.System);
        Assert.Equal(whole.ComputeFingerprint(), resumed.ComputeFingerprint());
    }

    [Fact]
    public void Heal_OtherSettingsInTheSameFolder_AreRefused()
    {
        using var stop = new CancellationTokenSource();
        var options = _packs.Healing("settings");
        options.Training = new StopAt(2, stop);
        Assert.ThrowsAny<OperationCanceledException>(() => PackHealer.Heal(options, TimeProvider.System, stop.Token));
        options.Training = null;
        options.Rank = 3;
        Assert.Contains("another path", Assert.Throws<InvalidDataException>(() => PackHealer.Heal(options, TimeProvider.System)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Heal_LossNotFinite_SaysSoAndLeavesThePack()
    {
        var options = _packs.Healing("diverged");
        options.Rate = 1e30f;
        Assert.Contains("expected finite numbers", Assert.Throws<TrainingDivergedException>(() => PackHealer.Heal(options, TimeProvider.System)).Message, StringComparison.Ordinal);
        ModelPack.Open(_packs.Words);
        Assert.False(File.Exists(_packs.File("diverged/pack.json")));
    }

    [Fact]
    public void Heal_HeadsKept_AreTheSameToTheBit()
    {
        var options = _packs.Healing("keep");
        options.Heads = HealedHeads.Keep;
        var before = PackManifest.Load(_packs.Words);
        var after = PackHealer.Heal(options, TimeProvider.System);
        Assert.Equal(Heads(before), Heads(after));
        Assert.All(before.Towers[0].Stages.Zip(after.Towers[0].Stages), s => Assert.NotEqual(before.Files[s.First.File].Sha256, after.Files[s.Second.File].Sha256));

        static string[] Heads(PackManifest manifest) => [.. manifest.Towers[0].Exits.Select(e => manifest.Files[e.Head].Sha256)];
    }

    [Fact]
    public void Heal_HeadsRefitted_HealsTheSameTower()
    {
        PackManifest Heal(HealedHeads heads)
        {
            var options = _packs.Healing($"heads{heads}");
            options.Heads = heads;
            return PackHealer.Heal(options, TimeProvider.System);
        }

        var (refitted, kept) = (Heal(HealedHeads.Refit), Heal(HealedHeads.Keep));
        Assert.All(refitted.Towers[0].Stages, s => Assert.Equal(kept.Files[s.File].Sha256, refitted.Files[s.File].Sha256));
        Assert.All(refitted.Towers[0].Exits.Zip(kept.Towers[0].Exits), e => Assert.NotEqual(kept.Files[e.Second.Head].Sha256, refitted.Files[e.First.Head].Sha256));
    }

    [Fact]
    public void Heal_NothingToTrain_IsRefused()
    {
        var options = _packs.Healing("nothing");
        (options.Rank, options.Heads) = (0, HealedHeads.Keep);
        Assert.Contains("rank 0", Assert.Throws<ArgumentException>(() => PackHealer.Heal(options, TimeProvider.System)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(HealedHeads.Train)]
    [InlineData(HealedHeads.Refit)]
    public void Heal_HeadsWithoutAdapters_LeavesTheStages(HealedHeads heads)
    {
        var options = _packs.Healing($"alone{heads}");
        (options.Rank, options.Heads) = (0, heads);
        var before = PackManifest.Load(_packs.Words);
        var after = PackHealer.Heal(options, TimeProvider.System);
        Assert.All(before.Towers[0].Stages.Zip(after.Towers[0].Stages), s => Assert.Equal(before.Files[s.First.File].Sha256, after.Files[s.Second.File].Sha256));
        Assert.All(before.Towers[0].Exits.Zip(after.Towers[0].Exits), e => Assert.NotEqual(before.Files[e.First.Head].Sha256, after.Files[e.Second.Head].Sha256));
    }

    [Fact]
    public void Heal_Protection_HoldsTheStatesNearerToTheUnhealed()
    {
        double Moved(float protection)
        {
            var options = _packs.Healing($"kept{protection:0}");
            options.Protection = protection;
            options.Epochs = 15;
            PackHealer.Heal(options, TimeProvider.System);
            return Distance(_packs.File($"kept{protection:0}"));
        }

        Assert.True(Moved(1000) < 0.8 * Moved(0));
    }

    [Fact]
    public void Heal_LastExitOnly_HealsTheStagesBeforeItForThatExitAlone()
    {
        PackManifest Heal(bool last)
        {
            var options = _packs.Healing($"last{last}");
            options.LastExitOnly = last;
            return PackHealer.Heal(options, TimeProvider.System);
        }

        var (before, shared, alone) = (PackManifest.Load(_packs.Words), Heal(false), Heal(true));
        foreach (var stage in before.Towers[0].Stages)
        {
            var hash = (PackManifest pack) => pack.Files[pack.Towers[0].Stages.First(s => s.ToLayer == stage.ToLayer).File].Sha256;
            Assert.Equal(3, new[] { hash(before), hash(shared), hash(alone) }.Distinct().Count());
        }
    }

    [Fact]
    public void Heal_ViewsOfPictures_GiveOtherStagesAndRepeat()
    {
        PackManifest Heal(string name, float view)
        {
            var options = _packs.Healing(name);
            options.SmallestView = view;
            return PackHealer.Heal(options, TimeProvider.System);
        }

        var (whole, once, again) = (Heal("view1", 1), Heal("view2", 0.5f), Heal("view3", 0.5f));
        Assert.Equal(once.ComputeFingerprint(), again.ComputeFingerprint());
        Assert.NotEqual(whole.Files[whole.Towers[0].Stages[0].File].Sha256, once.Files[once.Towers[0].Stages[0].File].Sha256);
    }

    [Fact]
    public void Heal_ViewsWithProtection_AreRefused()
    {
        var options = _packs.Healing("both");
        (options.Protection, options.SmallestView) = (1, 0.5f);
        Assert.Contains("leave out", Assert.Throws<ArgumentException>(() => PackHealer.Heal(options, TimeProvider.System)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Heal_PackOfAnotherVersion_IsRefused()
    {
        var options = _packs.Healing("version");
        options.PackFolder = Directory.CreateDirectory(_packs.File("newer")).FullName;
        var manifest = File.ReadAllText(Path.Combine(_packs.Words, "pack.json"));
        EncoderFolder.Write(options.PackFolder, "pack.json", manifest.Replace("\"formatVersion\": 1", "\"formatVersion\": 9", StringComparison.Ordinal));
        Assert.Contains("9", Assert.Throws<ModelPackException>(() => PackHealer.Heal(options, TimeProvider.System)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "work")]
    [InlineData("inside", "work")]
    [InlineData("../out", "inside")]
    public void Heal_IntoThePackItReads_IsRefused(string output, string work)
    {
        var options = _packs.Healing("nowhere");
        options.OutputFolder = Path.Combine(_packs.Words, output);
        options.WorkFolder = work == "work" ? options.WorkFolder : Path.Combine(_packs.Words, work);
        var before = Directory.GetFiles(_packs.Words, "*", SearchOption.AllDirectories);
        Assert.Contains("outside of the pack", Assert.Throws<ArgumentException>(() => PackHealer.Heal(options, TimeProvider.System)).Message, StringComparison.Ordinal);
        Assert.Equal(before, Directory.GetFiles(_packs.Words, "*", SearchOption.AllDirectories));
        ModelPack.Open(_packs.Words);
    }

    [Fact]
    public void Heal_PicturesThatAreAllAlike_AreRefused()
    {
        var options = _packs.Healing("alike");
        options.DataFolder = _packs.File("alike-data");
        DrawnPictures.Write(options.DataFolder, 264);
        DrawnPictures.MakeAlike(options.DataFolder);
        Assert.Contains("pictures that differ", Assert.Throws<InvalidDataException>(() => PackHealer.Heal(options, TimeProvider.System)).Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void Heal_DiskFull_SaysSoAndGoesOnToTheSamePackOnceThereIsRoom()
    {
        var whole = PackHealer.Heal(_packs.Healing("roomy"), TimeProvider.System);
        using var disk = SmallDisk.TryMount(kilobytes: 200);
        Skip.If(disk is null, "A small disk can only be mounted by root on Linux.");
        var options = _packs.Healing("narrow");
        options.WorkFolder = Path.Combine(disk.Root, "work");
        var error = Assert.ThrowsAny<IOException>(() => PackHealer.Heal(options, TimeProvider.System));
        Assert.Matches("(?i)space|full", error.Message);
        Assert.False(File.Exists(_packs.File("narrow/pack.json")));
        ModelPack.Open(_packs.Words);

        disk.Grow(64 * 1024);
        Assert.Equal(whole.ComputeFingerprint(), PackHealer.Heal(options, TimeProvider.System).ComputeFingerprint());
    }

    [Fact]
    public void Heal_PackWithoutWords_IsRefused()
    {
        var options = _packs.Healing("mute");
        options.PackFolder = _packs.Cut;
        Assert.Contains("model pair", Assert.Throws<NotSupportedException>(() => PackHealer.Heal(options, TimeProvider.System)).Message, StringComparison.Ordinal);
    }

    // Mean distance of the states behind the second layer from the unhealed ones.
    private double Distance(string healed)
    {
        double sum = 0;
        var pictures = Enumerable.Range(0, 8).Select(i => (AIContent)new DataContent(File.ReadAllBytes(Path.Combine(_packs.Data, "images", $"{i + 1}.png")), "image/png")).ToArray();
        var (before, after) = (Taps(_packs.Words), Taps(healed));
        for (var i = 0; i < before.Length; i++)
        {
            sum += Math.Pow(before[i] - after[i], 2);
        }

        return Math.Sqrt(sum);

        float[] Taps(string pack)
        {
            using var taps = new TowerTaps(ModelPack.Open(pack), "image", 1);
            return taps.Run(pictures)[1].Data;
        }
    }

    private sealed class StopAt(long step, CancellationTokenSource source) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            if (value.Step == step)
            {
                source.Cancel();
            }
        }
    }
}
