using Microsoft.Extensions.AI;
using Reminisce.Encoders;
using Reminisce.Training.Learning;
using Reminisce.Training.Learning.Export;
using Reminisce.Training.Learning.Towers;
using Reminisce.Training.Onnx;

namespace Reminisce.Training.Tests.Learning;

public sealed class TrainedPackTests
{
    [Fact]
    public async Task Export_TrainedTowers_IsAPackThatEncodesAndFindsByText()
    {
        using var folder = new TemporaryFolder();
        DrawnPictures.Write(folder.Path, 80);
        var options = Options(folder);
        var training = new DualEncoderTraining(options, TimeProvider.System);

        var weights = training.Run();
        var manifest = TrainedPackBuilder.Export(options, training, weights, folder.File("pack"));

        Assert.Equal([1, 2], manifest.Towers[0].Exits.Select(e => e.Layer));
        Assert.Equal(6, manifest.QueryHeads.Count);
        using var encoder = EarlyExitEncoder.Open(folder.File("pack"));
        var query = await encoder.EncodeQueryAsync(new TextContent("A red circle at the left ."));
        Assert.Equal(3, query.Exits.Count);
        var picture = new DataContent(await File.ReadAllBytesAsync(Path.Combine(folder.Path, "images", "0.png")), "image/png");
        var result = Assert.Single(await encoder.EncodeAsync([picture]));
        Assert.NotNull(result.Item);
        Assert.Equal(1, System.Numerics.Tensors.TensorPrimitives.Norm<float>(result.Item.Vector.Span), 4);
    }

    [Fact]
    public void Stages_CutAtEveryExit_GiveWhatTheUncutTowerGives()
    {
        using var folder = new TemporaryFolder();
        DrawnPictures.Write(folder.Path, 80);
        var options = Options(folder);
        var export = new DualEncoderExport(options.Towers, new DualEncoderTraining(options, TimeProvider.System).Run());
        var random = new Random(3);
        var pixels = Enumerable.Range(0, 2 * 3 * 16 * 16).Select(_ => random.NextSingle()).ToArray();

        var first = Run(export.ImageStage(0, 1), ("pixel_values", GraphRunner.Tensor(pixels, 2, 3, 16, 16)));
        var cut = Run(export.ImageStage(1, 2), ("hidden", GraphRunner.Tensor(first, 2, 4, 16)));
        var uncut = Run(export.ImageStage(0, 2), ("pixel_values", GraphRunner.Tensor(pixels, 2, 3, 16, 16)));

        Assert.Equal(uncut.Length, cut.Length);
        Assert.All(uncut.Zip(cut), p => Assert.Equal(p.First, p.Second, 4));
    }

    [Fact]
    public void TextTower_MorePadding_ChangesNothing()
    {
        using var folder = new TemporaryFolder();
        DrawnPictures.Write(folder.Path, 80);
        var options = Options(folder);
        var export = new DualEncoderExport(options.Towers, new DualEncoderTraining(options, TimeProvider.System).Run());
        var head = export.Head(true, export.TextItemHead());

        var tight = Embed(export, head, [2, 7, 9, 3], [1, 1, 1, 1]);
        var padded = Embed(export, head, [2, 7, 9, 3, 0, 0], [1, 1, 1, 1, 0, 0]);

        Assert.All(tight.Zip(padded), p => Assert.Equal(p.First, p.Second, 4));
    }

    private static float[] Embed(DualEncoderExport export, byte[] head, long[] ids, long[] mask)
    {
        var hidden = Run(export.TextStage(0, 2), ("input_ids", GraphRunner.Tensor(ids, 1, ids.Length)), ("attention_mask", GraphRunner.Tensor(mask, 1, ids.Length)));
        return Run(head, ("hidden", GraphRunner.Tensor(hidden, 1, ids.Length, 16)), ("attention_mask", GraphRunner.Tensor(mask, 1, ids.Length)));
    }

    private static float[] Run(byte[] graph, params (string, Microsoft.ML.OnnxRuntime.OrtValue)[] inputs)
    {
        using var runner = new GraphRunner(graph);
        return runner.Run(inputs);
    }

    private static DualEncoderTrainingOptions Options(TemporaryFolder folder) => new()
    {
        Captions = folder.Path,
        Output = folder.File("work"),
        Teacher = SmallTeacher.Write(folder.File("teacher.onnx")),
        TextSteps = 20,
        Steps = 20,
        TextBatch = 16,
        TextPairs = 16,
        Batch = 16,
        HeldOutEvery = 2,
        LearningRate = 3e-3f,
        Towers = new DualEncoderOptions
        {
            ImageSize = 16, Patch = 8, ImageWidth = 16, ImageLayers = 2, ImageHeads = 2, ImageExitEvery = 1,
            TextWidth = 16, TextLayers = 2, TextHeads = 2, TextTokens = 12, MaxTextTokens = 12, Vocabulary = 200, Dimensions = 8,
        },
    };
}
