using System.Numerics.Tensors;
using Microsoft.Extensions.AI;
using Reminisce.Encoders;
using Reminisce.Training.Cutting;

namespace Reminisce.Training.Tests.Cutting;

/// <summary>The whole road of a sound: Whisper's encoder cut into a pack, WAV files in, embeddings by depth out.</summary>
public sealed class WhisperPackTests : IDisposable
{
    private const string Config = """{"feature_extractor_type":"WhisperFeatureExtractor","sampling_rate":16000,"feature_size":80,"n_fft":400,"hop_length":160,"n_samples":48000}""";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("reminisce-whisper-");

    [SkippableFact]
    public async Task EncodeAsync_RealSounds_StopByDepthResumeAndAgreeWithTheUncutEncoder()
    {
        var sounds = SharedData.Require("data/sounds");
        var items = File.ReadLines(Path.Combine(sounds, "sounds.tsv")).Skip(1).Select(line => line.Split('\t')).DistinctBy(row => row[1]).Take(5)
            .Select(row => (AIContent)new DataContent(File.ReadAllBytes(Path.Combine(sounds, "wav", row[0])), "audio/wav")).ToList();
        items.Add(new DataContent(new byte[] { 1, 2, 3 }, "audio/wav"));
        var cut = Cut();
        using var staged = EarlyExitEncoder.Open(WritePack(cut, "staged", 2, 4, 6), new EarlyExitEncoderOptions { ActivationFormat = ActivationFormat.Float32 });
        using var uncut = EarlyExitEncoder.Open(WritePack(cut, "uncut", 6));

        var expected = await uncut.EncodeAsync(items, new EncodingOptions { Policy = ExitPolicy.Full });
        var full = await staged.EncodeAsync(items, new EncodingOptions { Policy = ExitPolicy.Full });
        var early = await staged.EncodeAsync(items, new EncodingOptions { Policy = ExitPolicy.Fixed, FixedLayer = 2 });
        var resumed = await staged.ResumeAsync([.. early.Take(5).Select(r => r.Item!.Activation!)]);

        for (var i = 0; i < 5; i++)
        {
            Assert.Equal("audio_exit_02", early[i].Item!.Exit.Name);
            Near(expected[i].Item!.Vector.Span, full[i].Item!.Vector.Span);
            Near(expected[i].Item!.Vector.Span, resumed[i].Vector.Span);
            Assert.True(TensorPrimitives.CosineSimilarity(expected[i].Item!.Vector.Span, early[i].Item!.Vector.Span) < 0.999, "Two blocks of six give what six give: the exit is not where it says.");
            for (var j = 0; j < i; j++)
            {
                Assert.True(TensorPrimitives.CosineSimilarity(full[i].Item!.Vector.Span, full[j].Item!.Vector.Span) < 0.999, "Two kinds of sound have one embedding.");
            }
        }

        Assert.All([expected[5], full[5], early[5]], r => Assert.IsType<SoundException>(r.Error));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static void Near(ReadOnlySpan<float> expected, ReadOnlySpan<float> found) => Assert.InRange(TensorPrimitives.Distance(expected, found), 0, 1e-4f);

    private static TowerCut Cut()
    {
        var path = SharedData.Require("models/whisper-base-encoder/encoder.onnx");
        var model = SourceModel.Load(path);
        var graph = TowerGraph.Create("encoder.onnx", model, Assert.Single(TowerInput.Find("encoder.onnx", model.Graph)), "last_hidden_state");
        return TowerCut.Find(graph, TowerSizing.Choose("encoder.onnx", graph, null, null));
    }

    private string WritePack(TowerCut cut, string name, params int[] exits)
    {
        var writer = new PackWriter(_folder.CreateSubdirectory(name).FullName);
        var head = writer.Add("audio/head.onnx", cut.Head(PoolingKind.Mean));
        writer.Complete(new PackManifest
        {
            Name = name,
            Version = "1.0",
            License = "MIT",
            Dimensions = cut.Dimensions,
            FloorFalseAcceptRate = 0.001,
            QueryHeads = [],
            Towers =
            [
                new PackTower
                {
                    Name = "audio",
                    Modality = PackModality.Audio,
                    Layers = cut.Blocks.Depth,
                    Width = cut.Blocks.Width,
                    MaxTokens = 150,
                    Preprocessor = writer.Add("audio/preprocessor_config.json", System.Text.Encoding.UTF8.GetBytes(Config)),
                    SuperficialLayer = exits[0],
                    Stages = [.. exits.Select((to, i) => new PackStage(i == 0 ? 0 : exits[i - 1], to, writer.Add($"audio/stage_{to}.onnx", cut.Stage(i == 0 ? 0 : exits[i - 1], to))))],
                    Exits = [.. exits.Select(layer => new PackExit(layer, head))],
                },
            ],
        });
        return Path.Combine(_folder.FullName, name);
    }
}
