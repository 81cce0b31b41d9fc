using Microsoft.Extensions.AI;
using Reminisce.Encoders;
using Reminisce.Training.Tests.Cutting;
using Reminisce.Training.Tests.Learning;

namespace Reminisce.Training.Tests.Import;

/// <summary>Motion, and encoders whose sides lie in several folders.</summary>
public sealed class SenseImportTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Build_Imu_EncodesMotionAndResumes()
    {
        EncoderPackBuilder.Build(new EncoderPackOptions { SourceFolder = EncoderFolder.Imu(_folder), OutputFolder = _folder.File("pack"), SamplesFolder = Recordings(), Exits = [1] });
        using var encoder = EarlyExitEncoder.Open(_folder.File("pack"), new EarlyExitEncoderOptions { ActivationFormat = ActivationFormat.Float32 });
        var items = Enumerable.Range(1, 3).Select(i => (AIContent)MotionContent.FromSamples(Samples(i))).ToList();
        var full = await encoder.EncodeAsync(items, new EncodingOptions { Policy = ExitPolicy.Full });
        var early = await encoder.EncodeAsync(items, new EncodingOptions { Policy = ExitPolicy.Fixed, FixedLayer = 1 });
        var resumed = await encoder.ResumeAsync([.. early.Select(r => r.Item!.Activation!)]);
        for (var i = 0; i < items.Count; i++)
        {
            Assert.Equal(SyntheticEncoder.Dimensions, full[i].Item!.Vector.Length);
            Near(full[i].Item!.Vector.Span, resumed[i].Vector.Span);
        }

        Assert.NotEqual(full[0].Item!.Vector.ToArray(), full[1].Item!.Vector.ToArray());
        var manifest = ModelPack.Open(_folder.File("pack")).Manifest;
        Assert.Equal(("motion", 5, 3), (manifest.Towers[0].Modality, manifest.Towers[0].MaxTokens, manifest.Towers[0].Layers));
        Assert.Equal(2, manifest.QueryHeads.Count);
        Assert.Empty(PackSchemaTests.Faults(File.ReadAllText(_folder.File("pack/pack.json"))));
    }

    [Theory]
    [InlineData(null, "no file of that name")]
    [InlineData("{}", "no feature_extractor_type")]
    [InlineData("""{ "feature_extractor_type": "ViTFeatureExtractor" }""", "ViTFeatureExtractor")]
    public void Build_ImuWithoutItsWindow_ShowsWhatToWrite(string? config, string found)
    {
        var source = EncoderFolder.Imu(_folder);
        File.Delete(Path.Combine(source, "preprocessor_config.json"));
        if (config is not null)
        {
            EncoderFolder.Write(source, "preprocessor_config.json", config);
        }

        var e = Refused(source);
        Assert.Contains("MotionFeatureExtractor", e.Expected, StringComparison.Ordinal);
        Assert.Contains(found, e.Found, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Build_ClapOfOneWindow_SharesASpaceWithItsWords()
    {
        var report = EncoderPackBuilder.Build(new EncoderPackOptions { SourceFolder = EncoderFolder.ClapAudio(_folder), OtherSourceFolders = [EncoderFolder.ClipText(_folder)], OutputFolder = _folder.File("pack") });
        Assert.Equal(["audio", "text"], report.Towers.Select(t => t.Tower));
        Assert.Equal("tiny-clap", report.Manifest.Name);
        using var encoder = EarlyExitEncoder.Open(_folder.File("pack"));
        var results = await encoder.EncodeAsync([new TextContent("a cat"), new DataContent(TestTone.Wav(), "audio/wav")]);
        Assert.All(results, r => Assert.Equal(SyntheticEncoder.Dimensions, r.Item!.Vector.Length));
    }

    [Theory]
    [InlineData("fusion", false)]
    [InlineData(null, false)]
    [InlineData("rand_trunc", true)]
    public void Build_ClapOfTheFusionKind_SaysWhichExportToTake(string? truncation, bool enableFusion)
    {
        var source = EncoderFolder.ClapAudio(_folder);
        EncoderFolder.Write(source, "preprocessor_config.json", $$"""{ "feature_extractor_type": "ClapFeatureExtractor", {{(truncation is null ? "" : $"\"truncation\": \"{truncation}\", ")}}"feature_size": 16, "nb_max_samples": 11040 }""");
        EncoderFolder.Write(source, "config.json", $$"""{ "model_type": "clap", "audio_config": { "enable_fusion": {{(enableFusion ? "true" : "false")}} } }""");
        var e = Refused(source);
        Assert.Contains("unfused", e.Expected, StringComparison.Ordinal);
        Assert.Contains("fusion", e.Found, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Build_ThreeFolders_MakeOnePackOfThreeSenses()
    {
        var report = EncoderPackBuilder.Build(new EncoderPackOptions
        {
            SourceFolder = EncoderFolder.ClipText(_folder),
            OtherSourceFolders = [EncoderFolder.ClipImage(_folder), EncoderFolder.Imu(_folder)],
            OutputFolder = _folder.File("pack"),
            Weights = WeightFormat.Int8,
        });
        Assert.Equal(["text", "image", "motion"], report.Manifest.Towers.Select(t => t.Name));
        Assert.Equal(SyntheticEncoder.Dimensions, report.Manifest.Dimensions);
        // Both folders have a licence: each keeps its own.
        Assert.Contains("LICENSE", report.Manifest.Files.Keys);
        Assert.Contains("image/LICENSE", report.Manifest.Files.Keys);
        using var encoder = EarlyExitEncoder.Open(_folder.File("pack"));
        var results = await encoder.EncodeAsync([new TextContent("a cat"), MotionContent.FromSamples(Samples(1))]);
        Assert.All(results, r => Assert.Equal(SyntheticEncoder.Dimensions, r.Item!.Vector.Length));
    }

    [Fact]
    public void Build_FoldersOfOtherDimensions_SaysWhoseTheyAre()
    {
        var e = Refused(EncoderFolder.Bert(_folder), EncoderFolder.Imu(_folder));
        Assert.Equal("16 of text, 12 of motion", e.Found);
        Assert.Contains("one number of dimensions", e.Expected, StringComparison.Ordinal);
    }

    [Fact]
    public void Build_TwoFoldersOfOneSense_IsRefused() =>
        Assert.Contains("a second one", Refused(EncoderFolder.ClipText(_folder), EncoderFolder.Bert(_folder)).Found, StringComparison.Ordinal);

    [Fact]
    public void Build_OutputOfOneFolder_IsTakenThereAndOneOfNoneIsRefused()
    {
        EncoderPackOptions Options(string output) => new() { SourceFolder = EncoderFolder.ClipText(_folder), OtherSourceFolders = [EncoderFolder.Imu(_folder)], OutputFolder = _folder.File("pack"), Output = output };
        Assert.Equal(["text_embeds", "imu_embeds"], EncoderPackBuilder.Build(Options("imu_embeds")).Towers.Select(t => t.Output));
        var e = Assert.Throws<SourceModelException>(() => EncoderPackBuilder.Build(Options("image_embeds")));
        Assert.Contains("'image_embeds'", e.Expected, StringComparison.Ordinal);
        Assert.Equal("'text_embeds' of text, 'imu_embeds' of motion", e.Found);
        Assert.False(File.Exists(_folder.File("pack/pack.json")));
    }

    [Fact]
    public void Build_NamedModelInNoFolder_IsRefused()
    {
        var e = Assert.Throws<SourceModelException>(() => EncoderPackBuilder.Build(new EncoderPackOptions
        {
            SourceFolder = EncoderFolder.ClipText(_folder),
            OtherSourceFolders = [EncoderFolder.Imu(_folder)],
            OutputFolder = _folder.File("pack"),
            Models = ["onnx/other.onnx"],
        }));
        Assert.Equal("other.onnx", e.File);
    }

    [Theory]
    [InlineData("../outside.onnx")]
    [InlineData("/etc/hostname")]
    public void Build_NamedModelOutsideItsFolder_IsRefused(string model)
    {
        SyntheticEncoder.Imu().Save(_folder.Path, "outside.onnx");
        var e = Assert.Throws<SourceModelException>(() => EncoderPackBuilder.Build(new EncoderPackOptions { SourceFolder = EncoderFolder.Imu(_folder), OutputFolder = _folder.File("pack"), Models = [model] }));
        Assert.Contains("inside", e.Expected, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private static void Near(ReadOnlySpan<float> expected, ReadOnlySpan<float> found) => Assert.InRange(System.Numerics.Tensors.TensorPrimitives.Distance(expected, found), 0, 1e-4f);

    private static MotionSample[] Samples(int seed) => [.. Enumerable.Range(0, 40).Select(i => new MotionSample(
        TimeSpan.FromMilliseconds(i * 10), MathF.Sin(i * 0.1f * seed), MathF.Cos(i * 0.2f), 9.81f, 0.1f * seed, MathF.Sin(i * 0.3f), -0.2f))];

    private SourceModelException Refused(string source, params string[] others) =>
        Assert.Throws<SourceModelException>(() => EncoderPackBuilder.Build(new EncoderPackOptions { SourceFolder = source, OtherSourceFolders = others, OutputFolder = _folder.File("pack") }));

    private string Recordings()
    {
        var path = Directory.CreateDirectory(_folder.File("recordings")).FullName;
        for (var i = 0; i < 16; i++)
        {
            EncoderFolder.Write(path, $"{i:00}.csv", System.Text.Encoding.ASCII.GetString(MotionContent.FromSamples(Samples(i + 1)).Data.Span));
        }

        return path;
    }
}
