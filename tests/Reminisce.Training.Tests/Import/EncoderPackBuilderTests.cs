using System.Numerics.Tensors;
using Microsoft.Extensions.AI;
using Reminisce.Encoders;
using Reminisce.Training.Tests.Cutting;
using Reminisce.Training.Tests.Learning;
using SkiaSharp;

namespace Reminisce.Training.Tests.Import;

public sealed class EncoderPackBuilderTests
{
    [Fact]
    public async Task Build_Bert_EncodesAndResumesLikeAFullRun()
    {
        using var folder = new TemporaryFolder();
        var report = EncoderPackBuilder.Build(new EncoderPackOptions { SourceFolder = EncoderFolder.Bert(folder), OutputFolder = folder.File("pack"), SamplesFolder = EncoderFolder.Samples(folder) });

        var tower = Assert.Single(report.Towers);
        Assert.Equal(("text", PoolingKind.Mean, 4, 16, 24, false), (tower.Tower, tower.Pooling, tower.Blocks, tower.Width, tower.Tokens, tower.FilledUp));
        Assert.Equal([1, 2, 3, 4], tower.Exits);
        Assert.Equal("tiny-bert", report.Manifest.Name);
        Assert.Equal(4, report.Manifest.QueryHeads.Count);
        await ResumesAsync(folder.File("pack"), [new TextContent("the old cat sits under a tree"), new TextContent("red bus")]);
        Fits(folder);
    }

    [Fact]
    public async Task Build_Clip_BothTowersShareOneSpace()
    {
        using var folder = new TemporaryFolder();
        var report = EncoderPackBuilder.Build(new EncoderPackOptions { SourceFolder = EncoderFolder.Clip(folder), OutputFolder = folder.File("pack"), Exits = [1] });

        Assert.Equal(["text", "image"], report.Towers.Select(t => t.Tower));
        Assert.Equal(SyntheticEncoder.Dimensions, report.Manifest.Dimensions);
        Assert.Equal([1, 3], report.Towers[0].Exits);
        Assert.Equal([1, 4], report.Towers[1].Exits);
        var tokenizer = report.Manifest.Towers[0].Tokenizer!;
        Assert.Equal(("bpe", "</w>", "<|startoftext|>", "<|endoftext|>", true), (tokenizer.Type, tokenizer.EndOfWord, tokenizer.Begin, tokenizer.Padding, tokenizer.Lowercase));
        Assert.Contains("LICENSE", report.Manifest.Files.Keys);
        await ResumesAsync(folder.File("pack"), [new TextContent("a cat"), new TextContent("Dogs and cats"), new DataContent(Picture(), "image/png")]);
        Fits(folder);
    }

    [Fact]
    public void Build_WithoutSamples_HasNoQueryHeadsAndNoPredictor()
    {
        using var folder = new TemporaryFolder();
        var manifest = EncoderPackBuilder.Build(new EncoderPackOptions { SourceFolder = EncoderFolder.Bert(folder), OutputFolder = folder.File("pack") }).Manifest;
        Assert.Empty(manifest.QueryHeads);
        Assert.Null(manifest.Towers[0].Predictor);
    }

    [Theory]
    [InlineData("vocab.txt", null, "tokenizer.json")]
    [InlineData("tokenizer.json", """{ "model": { "type": "WordLevel" } }""", "tokenizer.json")]
    [InlineData("tokenizer.json", """{ "model": { "type": "BPE", "byte_fallback": true } }""", "tokenizer.json")]
    [InlineData("tokenizer.json", "{ not json", "tokenizer.json")]
    [InlineData("1_Pooling/config.json", """{ "pooling_mode_max_tokens": true }""", "1_Pooling/config.json")]
    [InlineData("model.onnx", "no model", "model.onnx")]
    [InlineData("model.onnx", null, "tiny-bert")]
    public void Build_UnfitFile_IsNamedAndNoPackIsLeft(string file, string? content, string named)
    {
        using var folder = new TemporaryFolder();
        var source = EncoderFolder.Bert(folder);
        if (content is null)
        {
            File.Delete(Path.Combine(source, file));
        }
        else
        {
            EncoderFolder.Write(source, file, content);
        }

        var e = Assert.Throws<SourceModelException>(() => EncoderPackBuilder.Build(new EncoderPackOptions { SourceFolder = source, OutputFolder = folder.File("pack") }));
        Assert.Equal(named, e.File);
        Assert.DoesNotContain(folder.Path, e.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(folder.File("pack/pack.json")));
    }

    [Fact]
    public async Task Build_Ast_EncodesSoundsAndResumes()
    {
        using var folder = new TemporaryFolder();
        var source = Directory.CreateDirectory(folder.File("tiny-ast")).FullName;
        SyntheticEncoder.Ast().Save(source);
        EncoderFolder.Write(source, "preprocessor_config.json", """{ "feature_extractor_type": "ASTFeatureExtractor", "num_mel_bins": 16, "max_length": 24 }""");
        var report = EncoderPackBuilder.Build(new EncoderPackOptions { SourceFolder = source, OutputFolder = folder.File("pack") });
        Assert.Equal(("audio", 3, 6, PoolingKind.Mean), (report.Towers[0].Tower, report.Towers[0].Blocks, report.Towers[0].Tokens, report.Towers[0].Pooling));
        await ResumesAsync(folder.File("pack"), [new DataContent(TestTone.Wav(), "audio/wav")]);
        Fits(folder);
    }

    [SkippableFact]
    public async Task Build_DeiT_EncodesPicturesAndResumes()
    {
        var source = SharedData.Require("models/deit-tiny");
        using var folder = new TemporaryFolder();
        var report = EncoderPackBuilder.Build(new EncoderPackOptions { SourceFolder = source, OutputFolder = folder.File("pack"), License = "Apache-2.0", Exits = [4, 8] });
        var tower = Assert.Single(report.Towers);
        Assert.Equal((12, 192, 196, PoolingKind.FirstToken), (tower.Blocks, tower.Width, tower.Tokens, tower.Pooling));
        Assert.InRange(tower.Difference, 0, 1e-4);
        await ResumesAsync(folder.File("pack"), [new DataContent(Picture(), "image/png")]);
        Fits(folder);
    }

    private static async Task ResumesAsync(string pack, AIContent[] items)
    {
        using var encoder = EarlyExitEncoder.Open(pack, new EarlyExitEncoderOptions { ActivationFormat = ActivationFormat.Float16 });
        var full = await encoder.EncodeAsync(items);
        foreach (var layer in encoder.Exits.Where(e => !e.IsFull).Select(e => e.Layer).Distinct())
        {
            var early = await encoder.EncodeAsync(items, new EncodingOptions { Policy = ExitPolicy.Fixed, FixedLayer = layer });
            var pending = early.Select((r, i) => (r.Item!.Activation, i)).Where(a => a.Activation is not null).ToList();
            var resumed = await encoder.ResumeAsync([.. pending.Select(p => p.Activation!)]);
            for (var i = 0; i < pending.Count; i++)
            {
                var cosine = TensorPrimitives.CosineSimilarity(full[pending[i].i].Item!.Vector.Span, resumed[i].Vector.Span);
                Assert.InRange(cosine, 0.9999f, 1.0001f);
            }
        }
    }

    private static void Fits(TemporaryFolder folder) => Assert.Empty(PackSchemaTests.Faults(File.ReadAllText(folder.File("pack/pack.json"))));

    private static byte[] Picture()
    {
        using var bitmap = new SKBitmap(64, 48);
        for (var i = 0; i < 64 * 48; i++)
        {
            bitmap.SetPixel(i % 64, i / 64, new SKColor((byte)(i % 64 * 4), (byte)(i / 64 * 5), (byte)(i % 251)));
        }

        using var data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return data.ToArray();
    }
}
