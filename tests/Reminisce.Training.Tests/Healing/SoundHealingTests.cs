using System.Numerics.Tensors;
using Microsoft.Extensions.AI;
using Reminisce.Encoders;
using Reminisce.Training.Algebra;
using Reminisce.Training.Data;
using Reminisce.Training.Exits;
using Reminisce.Training.Tests.Import;
using Reminisce.Training.Tests.Learning;

namespace Reminisce.Training.Tests.Healing;

public sealed class SoundHealingTests(SoundPack pack) : IClassFixture<SoundPack>
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Heal_Sounds_BringsShallowExitsNearerToTheFullDepthOfBefore(float contrast)
    {
        var options = pack.Healing($"contrast{contrast:0}");
        options.Contrast = contrast;
        PackHealer.Heal(options, TimeProvider.System);
        var (before, after) = (Embed(pack.Cut), Embed(options.OutputFolder));
        for (var exit = 0; exit < before.Count - 1; exit++)
        {
            var (unhealed, healed) = (Likeness(before[exit], before[^1]), Likeness(after[exit], before[^1]));
            Assert.True(1 - healed < 0.9 * (1 - unhealed), $"Exit {exit} was {unhealed:0.0000} like the full depth and is {healed:0.0000} after healing.");
        }

        Assert.True(Likeness(after[^1], before[^1]) > 0.9);
    }

    [Fact]
    public void Heal_Sounds_KeepsHeadsAndMeasuresWhatFindsThem()
    {
        var before = PackManifest.Load(pack.Cut);
        var after = PackHealer.Heal(pack.Healing("kept"), TimeProvider.System);
        Assert.Equal(before.Towers[0].Exits.Select(e => before.Files[e.Head]), after.Towers[0].Exits.Select(e => after.Files[e.Head]));
        Assert.All(before.Towers[0].Stages.Zip(after.Towers[0].Stages), s => Assert.NotEqual(before.Files[s.First.File].Sha256, after.Files[s.Second.File].Sha256));
        Assert.Equal([1, 2, 3], after.QueryHeads.Select(h => h.Layer));
        Assert.All(after.QueryHeads, h => Assert.Equal(("audio", "audio", h.Layer < 3), (h.Tower, h.Target, h.Calibration.Movement is not null)));
        Assert.NotNull(after.Towers[0].Predictor!.Choice);
        Assert.Empty(PackSchemaTests.Faults(File.ReadAllText(pack.File("kept/pack.json"))));
        var card = File.ReadAllText(pack.File("kept/MODEL_CARD.md"));
        Assert.Contains("48 sounds, 10 epochs", card, StringComparison.Ordinal);
        Assert.Contains("16 sounds held out", card, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Heal_Sounds_GivesAPackWhoseActivationsResumeToTheFullDepth()
    {
        PackHealer.Heal(pack.Healing("resumed"), TimeProvider.System);
        using var encoder = EarlyExitEncoder.Open(pack.File("resumed"), new EarlyExitEncoderOptions { ActivationFormat = ActivationFormat.Int8 });
        AIContent sound = new DataContent(TestTone.Wav(700), "audio/wav");
        var full = (await encoder.EncodeAsync([sound], new EncodingOptions { Policy = ExitPolicy.Full }))[0].Item!;
        foreach (var exit in encoder.Exits)
        {
            var coarse = (await encoder.EncodeAsync([sound], new EncodingOptions { Policy = ExitPolicy.Fixed, FixedLayer = exit.Layer, KeepActivations = true }))[0].Item!;
            Assert.Equal(exit, coarse.Exit);
            if (!exit.IsFull)
            {
                Assert.InRange(TensorPrimitives.CosineSimilarity(full.Vector.Span, coarse.Vector.Span), -1, 0.9999f);
                var resumed = Assert.Single(await encoder.ResumeAsync([coarse.Activation!]));
                Assert.InRange(TensorPrimitives.CosineSimilarity(full.Vector.Span, resumed.Vector.Span), 0.99f, 1.001f);
            }
        }

        Assert.Equal(3, (await encoder.EncodeQueryAsync(sound)).Exits.Count);
    }

    [Fact]
    public void Heal_StoppedWhileItMeasures_LeavesNoPackAndGoesOnToTheSame()
    {
        var whole = PackHealer.Heal(pack.Healing("whole"), TimeProvider.System);
        var options = pack.Healing("stopped");
        using var stop = new CancellationTokenSource();
        options.Progress = new StopAt("Writing", stop);
        Assert.ThrowsAny<OperationCanceledException>(() => PackHealer.Heal(options, TimeProvider.System, stop.Token));
        Assert.False(Directory.Exists(options.OutputFolder));

        options.Progress = null;
        Assert.Equal(whole.ComputeFingerprint(), PackHealer.Heal(options, TimeProvider.System).ComputeFingerprint());
    }

    [Fact]
    public void Heal_DamagedSoundOutsideOfTheLastFold_IsRefused()
    {
        var options = pack.Healing("damaged");
        options.DataFolder = pack.File("damaged-data");
        SoundPack.WriteClips(options.DataFolder, damagedFold: 2, (i, _) => TestTone.Wav(150 * (i + 1)));
        Assert.ThrowsAny<ContentException>(() => PackHealer.Heal(options, TimeProvider.System));
    }

    [Theory]
    [InlineData(HealedHeads.Refit)]
    [InlineData(HealedHeads.Train)]
    public void Heal_SoundsWithHeadsThatChange_IsRefused(HealedHeads heads)
    {
        var options = pack.Healing("fitted");
        options.Heads = heads;
        Assert.Contains("--heads Keep", Assert.Throws<NotSupportedException>(() => PackHealer.Heal(options, TimeProvider.System)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Heal_ViewsOfSounds_AreRefused()
    {
        var options = pack.Healing("views");
        options.SmallestView = 0.5f;
        Assert.Contains("Only pictures", Assert.Throws<NotSupportedException>(() => PackHealer.Heal(options, TimeProvider.System)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Heal_PackThatSearchesSoundsByWords_IsRefused()
    {
        using var folder = new TemporaryFolder();
        var samples = EncoderFolder.Samples(folder);
        foreach (var clip in SoundData.ReadTrain(pack.Data))
        {
            File.Copy(clip.Path, Path.Combine(samples, Path.GetFileName(clip.Path)));
        }

        var options = pack.Healing("words");
        options.PackFolder = folder.File("pack");
        EncoderPackBuilder.Build(new EncoderPackOptions { SourceFolder = EncoderFolder.ClapAudio(folder), OtherSourceFolders = [EncoderFolder.ClipText(folder)], OutputFolder = options.PackFolder, SamplesFolder = samples });
        Assert.Contains("stand alone", Assert.Throws<NotSupportedException>(() => PackHealer.Heal(options, TimeProvider.System)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Heal_SoundsThatAreAllAlike_AreRefused()
    {
        var options = pack.Healing("alike");
        options.DataFolder = pack.File("alike-data");
        SoundPack.WriteClips(options.DataFolder, damagedFold: 3, (_, _) => TestTone.Wav());
        Assert.Contains("sounds that differ", Assert.Throws<InvalidDataException>(() => PackHealer.Heal(options, TimeProvider.System)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a.wav\tdog\t1\nb.wav\tdog\t2", "1 clips outside of its last fold 2")]
    [InlineData("a.wav\tdog\t1", "0 clips outside of its last fold 1")]
    [InlineData("a.wav\tdog", "'a.wav\tdog'")]
    [InlineData("a.wav\tdog\tlast", "number of the fold")]
    [InlineData("", "no clips")]
    public void ReadTrain_TooFewClipsOrADamagedTable_IsRefused(string rows, string message)
    {
        using var folder = new TemporaryFolder();
        EncoderFolder.Write(folder.Path, "sounds.tsv", "file\tclass\tfold\n" + rows);
        Assert.Contains(message, Assert.Throws<InvalidDataException>(() => SoundData.ReadTrain(folder.Path)).Message, StringComparison.Ordinal);
    }

    private IReadOnlyList<Matrix> Embed(string folder)
    {
        var opened = ModelPack.Open(folder);
        using var taps = new TowerTaps(opened, "audio", 1);
        return taps.Embed(SoundData.Contents(SoundData.ReadTrain(pack.Data)), opened.Manifest.Dimensions, CancellationToken.None);
    }

    private static double Likeness(Matrix left, Matrix right) =>
        Enumerable.Range(0, left.Rows).Average(i => (double)TensorPrimitives.CosineSimilarity<float>(left.Row(i), right.Row(i)));

    private sealed class StopAt(string step, CancellationTokenSource source) : IProgress<BuildStep>
    {
        public void Report(BuildStep value)
        {
            if (value.Name == step)
            {
                source.Cancel();
            }
        }
    }
}
