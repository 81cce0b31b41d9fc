using System.Numerics.Tensors;
using Microsoft.Extensions.AI;
using Reminisce.Encoders;
using Reminisce.Training.Tests.Import;
using Reminisce.Training.Tests.Learning;

namespace Reminisce.Training.Tests.Quantization;

public sealed class PackQuantizerTests : IDisposable
{
    private static readonly AIContent[] s_items = [new TextContent("the old cat sits under a tree"), new TextContent("red bus"), new TextContent("a dog runs near the blue bus")];

    private readonly TemporaryFolder _folder = new();

    private string Source => _folder.File("pack");

    private string Target => _folder.File("smaller");

    [Theory]
    [InlineData(WeightFormat.Fp16, "fp16", 0.99999)]
    [InlineData(WeightFormat.Int8, "int8", 0.998)]
    [InlineData(WeightFormat.Int4, "int4", 0.95)]
    public async Task Quantize_Pack_EncodesNearlyTheSameAndSaysSo(WeightFormat format, string name, double least)
    {
        Build();
        var before = Contents();
        var report = Quantize(format);

        Assert.Equal(before, Contents());
        var (old, made) = (ModelPack.Open(Source), ModelPack.Open(Target));
        Assert.NotEqual(old.Fingerprint, made.Fingerprint);
        Assert.Equal(made.Manifest.ComputeFingerprint(), report.Manifest.ComputeFingerprint());
        Assert.Equal(("tiny-bert-" + name, name), (made.Manifest.Name, made.Manifest.Towers[0].Weights));
        Assert.Contains(name, made.Manifest.Description, StringComparison.Ordinal);
        Assert.Equal(old.Manifest.QueryHeads, made.Manifest.QueryHeads);
        Assert.Equal(old.Manifest.Files["text/head.onnx"], made.Manifest.Files["text/head.onnx"]);
        Assert.Equal(format == WeightFormat.Fp16 ? 0 : 24, report.Matrices);
        Assert.Equal((before.Sum(f => f.Key == PackManifest.FileName ? 0 : f.Value.Length), made.Manifest.Files.Values.Sum(f => f.Bytes)), (report.BytesBefore, report.BytesAfter));
        var card = System.Text.Encoding.UTF8.GetString(made.ReadFile("MODEL_CARD.md"));
        Assert.Contains($"## Stage weights in {name}", card, StringComparison.Ordinal);
        Assert.Contains(old.Fingerprint, card, StringComparison.Ordinal);
        Assert.StartsWith("# tiny-bert", card, StringComparison.Ordinal);
        Assert.Empty(PackSchemaTests.Faults(File.ReadAllText(Path.Combine(Target, PackManifest.FileName))));

        using var exact = EarlyExitEncoder.Open(Source);
        using var near = EarlyExitEncoder.Open(Target);
        var expected = await exact.EncodeAsync(s_items, new EncodingOptions { Policy = ExitPolicy.Full });
        var found = await near.EncodeAsync(s_items, new EncodingOptions { Policy = ExitPolicy.Full });
        for (var i = 0; i < s_items.Length; i++)
        {
            Assert.InRange(TensorPrimitives.CosineSimilarity(expected[i].Item!.Vector.Span, found[i].Item!.Vector.Span), least, 1.00001);
        }
    }

    [Fact]
    public async Task Quantize_Int8_ItemDoesNotDependOnItsBatchAndResumes()
    {
        Build();
        Quantize(WeightFormat.Int8);
        using var encoder = EarlyExitEncoder.Open(Target, new EarlyExitEncoderOptions { ActivationFormat = ActivationFormat.Float32 });
        var together = await encoder.EncodeAsync(s_items, new EncodingOptions { Policy = ExitPolicy.Full });
        var alone = await encoder.EncodeAsync([s_items[1]], new EncodingOptions { Policy = ExitPolicy.Full });
        var early = await encoder.EncodeAsync(s_items, new EncodingOptions { Policy = ExitPolicy.Fixed, FixedLayer = 2 });
        var resumed = await encoder.ResumeAsync([.. early.Select(r => r.Item!.Activation!)]);
        Near(together[1].Item!.Vector.Span, alone[0].Item!.Vector.Span);
        for (var i = 0; i < s_items.Length; i++)
        {
            Near(together[i].Item!.Vector.Span, resumed[i].Vector.Span);
        }
    }

    [Theory]
    [InlineData(WeightFormat.Fp16)]
    [InlineData(WeightFormat.Int8)]
    [InlineData(WeightFormat.Int4)]
    public void Build_WithWeights_WritesTheSameStagesAsQuantizingLater(WeightFormat format)
    {
        Build();
        var later = Quantize(format).Manifest;
        var atOnce = EncoderPackBuilder.Build(new EncoderPackOptions { SourceFolder = _folder.File("tiny-bert"), OutputFolder = _folder.File("at-once"), Weights = format }).Manifest;
        Assert.Equal(later.Towers[0].Weights, atOnce.Towers[0].Weights);
        Assert.All(later.Towers[0].Stages, s => Assert.Equal(later.Files[s.File], atOnce.Files[s.File]));
        Assert.Contains("## Stage weights in", File.ReadAllText(Path.Combine(_folder.File("at-once"), "MODEL_CARD.md")), StringComparison.Ordinal);
    }

    [Fact]
    public void Survey_EachFormat_FindsItInTheGraphs()
    {
        Build();
        Assert.Equal("fp32", Assert.Single(Survey(Source)).Type);
        foreach (var (format, type) in new[] { (WeightFormat.Fp16, "fp16"), (WeightFormat.Int8, "int8"), (WeightFormat.Int4, "int4") })
        {
            Quantize(format);
            Assert.Equal(type, Survey(Target).Where(s => s.Type != "fp32").MaxBy(s => s.Bytes)!.Type);
        }
    }

    [Fact]
    public void Quantize_Twice_IsRefusedAndHalfMayStillBecomeInt8()
    {
        Build();
        Quantize(WeightFormat.Fp16);
        Assert.Contains("'fp16'", Assert.Throws<ModelPackException>(() => Quantize(WeightFormat.Fp16, Target, _folder.File("again"))).Message, StringComparison.Ordinal);
        Assert.Equal(24, Quantize(WeightFormat.Int8, Target, _folder.File("int8")).Matrices);
        Assert.Contains("'int8'", Assert.Throws<ModelPackException>(() => Quantize(WeightFormat.Int4, _folder.File("int8"), _folder.File("again"))).Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder.File("again")));
    }

    [Fact]
    public void Quantize_IntoThePackItself_IsRefusedAndChangesNothing()
    {
        Build();
        var before = Contents();
        Directory.CreateSymbolicLink(_folder.File("link"), Source);
        foreach (var target in new[] { Source, Source + "/", Path.Combine(Source, "inner"), _folder.File("link") })
        {
            Assert.Contains("outside", Assert.Throws<ArgumentException>(() => Quantize(WeightFormat.Int8, Source, target)).Message, StringComparison.Ordinal);
        }

        Assert.Contains("AsIs", Assert.Throws<ArgumentException>(() => Quantize(WeightFormat.AsIs)).Message, StringComparison.Ordinal);
        Assert.Equal(before, Contents());
    }

    [Fact]
    public void Quantize_DamagedPackOrStopped_LeavesNoPack()
    {
        Build();
        using (var stop = new CancellationTokenSource())
        {
            stop.Cancel();
            Assert.Throws<OperationCanceledException>(() => PackQuantizer.Quantize(new PackQuantizationOptions { PackFolder = Source, OutputFolder = Target, Weights = WeightFormat.Int8 }, stop.Token));
        }

        Assert.False(File.Exists(Path.Combine(Target, PackManifest.FileName)));
        using (var stage = new FileStream(Path.Combine(Source, "text/stage_02.onnx"), FileMode.Open))
        {
            stage.WriteByte(0xFF);
        }

        Assert.Equal("text/stage_02.onnx", Assert.Throws<ModelPackException>(() => Quantize(WeightFormat.Int8)).File);
        Assert.False(File.Exists(Path.Combine(Target, PackManifest.FileName)));
    }

    public void Dispose() => _folder.Dispose();

    private static void Near(ReadOnlySpan<float> expected, ReadOnlySpan<float> found) => Assert.InRange(TensorPrimitives.Distance(expected, found), 0, 1e-3f);

    private static IReadOnlyList<WeightShare> Survey(string folder)
    {
        var pack = ModelPack.Open(folder);
        return WeightSurvey.Of(pack, pack.Manifest.Towers[0]);
    }

    private void Build() => EncoderPackBuilder.Build(new EncoderPackOptions { SourceFolder = EncoderFolder.Bert(_folder), OutputFolder = Source, SamplesFolder = EncoderFolder.Samples(_folder) });

    private PackQuantizationReport Quantize(WeightFormat format, string? from = null, string? to = null) =>
        PackQuantizer.Quantize(new PackQuantizationOptions { PackFolder = from ?? Source, OutputFolder = to ?? Target, Weights = format });

    private SortedDictionary<string, byte[]> Contents() =>
        new(Directory.EnumerateFiles(Source, "*", SearchOption.AllDirectories).ToDictionary(f => Path.GetRelativePath(Source, f), File.ReadAllBytes), StringComparer.Ordinal);
}
