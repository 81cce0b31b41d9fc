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
        Assert.Equal([true, true, false, false, false, false], manifest.QueryHeads.OrderBy(h => h.Target, StringComparer.Ordinal).ThenBy(h => h.Layer).Select(h => h.Calibration.Movement is not null));
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
    public void TextHead_MorePadding_ChangesNothing()
    {
        using var folder = new TemporaryFolder();
        var (pack, _) = Train(folder);

        var tight = Embed(pack, [2, 7, 9, 3], [1, 1, 1, 1]);
        var padded = Embed(pack, [2, 7, 9, 3, 0, 0], [1, 1, 1, 1, 0, 0]);

        Assert.All(tight.Zip(padded), p => Assert.Equal(p.First, p.Second, 4));
    }

    [Fact]
    public void TextHead_WordsOfAText_StandInTheEmbeddingBehindAllBlocks()
    {
        using var folder = new TemporaryFolder();
        var (pack, training) = Train(folder);
        var signatures = training.Signatures();

        var embedding = Embed(pack, [2, 7, 9, 3], [1, 1, 1, 1]);

        // Half of the embedding is the direction of the sum of the two words' signatures, whatever the blocks did.
        var words = Enumerable.Range(0, 4).Select(i => signatures[(7 * 4) + i] + signatures[(9 * 4) + i]).ToArray();
        var scale = MathF.Sqrt(0.5f) / System.Numerics.Tensors.TensorPrimitives.Norm<float>(words);
        Assert.All(words.Zip(embedding[4..]), p => Assert.Equal(p.First * scale, p.Second, 0.002f));
    }

    [Fact]
    public async Task TextItem_ResumedFromAnExit_IsTheItemThatWentStraightThrough()
    {
        using var folder = new TemporaryFolder();
        Train(folder, t => t with { TextLayers = 4 });
        using var encoder = EarlyExitEncoder.Open(folder.File("pack"), new EarlyExitEncoderOptions { ActivationFormat = ActivationFormat.Float32 });
        TextContent[] texts = [new("A red circle at the left ."), new("There is a square .")];

        var coarse = await encoder.EncodeAsync(texts, new EncodingOptions { Policy = ExitPolicy.Fixed, FixedLayer = 2 });
        var resumed = await encoder.ResumeAsync([.. coarse.Select(c => c.Item!.Activation!)]);
        var straight = await encoder.EncodeAsync(texts, new EncodingOptions { Policy = ExitPolicy.Full });

        for (var i = 0; i < texts.Length; i++)
        {
            Assert.All(straight[i].Item!.Vector.ToArray().Zip(resumed[i].Vector.ToArray()), p => Assert.Equal(p.First, p.Second, 1e-5f));
        }
    }

    [Fact]
    public void PackWeights_OfATrainedPack_AreThoseThatWereTrained()
    {
        using var folder = new TemporaryFolder();
        DrawnPictures.Write(folder.Path, 80);
        var options = Options(folder);
        var training = new DualEncoderTraining(options, TimeProvider.System);
        var weights = training.Run();
        TrainedPackBuilder.Export(options, training, weights, folder.File("pack"));

        var read = PackWeights.Read(ModelPack.Open(folder.File("pack")), options.Towers);

        // The item head of texts was turned to make room for signatures; the teacher's and the towers' temperatures are not in a pack.
        var kept = weights.Keys.Where(n => !n.Contains("teacher", StringComparison.Ordinal) && !n.EndsWith("scale", StringComparison.Ordinal) && n != TextGraph.ItemHead + "/weight").ToArray();
        Assert.True(kept.Length > 40);
        Assert.All(kept, name => Assert.All(weights[name].Zip(read[name]), p => Assert.Equal(p.First, p.Second, 1e-3f + (MathF.Abs(p.First) * 1e-3f))));
    }

    [Fact]
    public void Run_FromAPackWithoutTextSteps_TrainsPicturesOnAndKeepsTheTextTower()
    {
        using var folder = new TemporaryFolder();
        Train(folder);
        var options = Options(folder) with { From = folder.File("pack"), Output = folder.File("further"), TextSteps = 0, Blend = 0.5f };
        var training = new DualEncoderTraining(options, TimeProvider.System);

        TrainedPackBuilder.Export(options, training, training.Run(), folder.File("second"));

        foreach (var file in new[] { "text/vocab.txt", "text/stage_02.onnx" })
        {
            Assert.Equal(File.ReadAllBytes(Path.Combine(folder.File("pack"), file)), File.ReadAllBytes(Path.Combine(folder.File("second"), file)));
        }

        Assert.NotEqual(File.ReadAllBytes(Path.Combine(folder.File("pack"), "image/stage_02.onnx")), File.ReadAllBytes(Path.Combine(folder.File("second"), "image/stage_02.onnx")));
    }

    [Fact]
    public void Run_SmallPictures_TeachTheImageTowerAndStandInTheModelCard()
    {
        using var folder = new TemporaryFolder();
        Train(folder);
        var options = Options(folder) with { From = folder.File("pack"), TextSteps = 0, Steps = 4, SmallBatch = 8, LabelledPictures = DrawnPictures.WriteSmall(folder.Path, 40) };

        byte[] Further(string pack, int small)
        {
            var settings = options with { Output = folder.File(pack + "-work"), SmallPictures = small };
            var training = new DualEncoderTraining(settings, TimeProvider.System);
            TrainedPackBuilder.Export(settings, training, training.Run(), folder.File(pack));
            return File.ReadAllBytes(Path.Combine(folder.File(pack), "image/stage_02.onnx"));
        }

        Assert.NotEqual(Further("without", 0), Further("with", 20));
        var card = File.ReadAllText(Path.Combine(folder.File("with"), "MODEL_CARD.md"));
        Assert.Contains("20 pictures of 32 px, 8 a step, without captions", card, StringComparison.Ordinal);
        Assert.Contains("Tiny ImageNet", card, StringComparison.Ordinal);
        Assert.DoesNotContain("Tiny ImageNet", File.ReadAllText(Path.Combine(folder.File("without"), "MODEL_CARD.md")), StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => new DualEncoderTraining(options with { LabelledPictures = null, SmallPictures = 20 }, TimeProvider.System).Run());
    }

    [Fact]
    public void Run_FromAPackWithTextSteps_TrainsTheTextTowerOnWithTheSamePieces()
    {
        using var folder = new TemporaryFolder();
        Train(folder);
        var options = Options(folder) with { From = folder.File("pack"), Output = folder.File("further"), TextSteps = 4, Steps = 0 };
        var training = new DualEncoderTraining(options, TimeProvider.System);

        TrainedPackBuilder.Export(options, training, training.Run(), folder.File("second"));

        byte[] Read(string pack, string file) => File.ReadAllBytes(Path.Combine(folder.File(pack), file));
        Assert.Equal(Read("pack", "text/vocab.txt"), Read("second", "text/vocab.txt"));
        Assert.NotEqual(Read("pack", "text/stage_02.onnx"), Read("second", "text/stage_02.onnx"));
        Assert.Equal(Read("pack", "image/stage_02.onnx"), Read("second", "image/stage_02.onnx"));
    }

    [Fact]
    public void Run_FromAPackWithoutAnySteps_KeepsBothTowersAndTellsItsMaking()
    {
        using var folder = new TemporaryFolder();
        Train(folder);
        var options = Options(folder) with { From = folder.File("pack"), Output = folder.File("further"), Teacher = "none", TextSteps = 0, Steps = 0 };
        var training = new DualEncoderTraining(options, TimeProvider.System);

        TrainedPackBuilder.Export(options, training, training.Run(), folder.File("second"));

        foreach (var file in new[] { "text/stage_02.onnx", "image/stage_01.onnx", "image/stage_02.onnx" })
        {
            Assert.Equal(File.ReadAllBytes(Path.Combine(folder.File("pack"), file)), File.ReadAllBytes(Path.Combine(folder.File("second"), file)));
        }

        var card = File.ReadAllText(Path.Combine(folder.File("second"), "MODEL_CARD.md"));
        Assert.Contains("20 steps of 16 pictures with two captions each", card, StringComparison.Ordinal);
        Assert.Contains($"So far reminisce-mini {ModelPack.Open(folder.File("pack")).Manifest.Version} ({ModelPack.Open(folder.File("pack")).Fingerprint})", card, StringComparison.Ordinal);
        Assert.Contains("Flickr8k train split", card, StringComparison.Ordinal);
        Assert.Contains("No further steps", card, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pack", "work")]
    [InlineData("further", "pack/work")]
    public void Build_IntoThePackToGoOnFrom_IsRefused(string output, string work)
    {
        using var folder = new TemporaryFolder();
        var options = new TrainedPackOptions
        {
            FromPack = folder.File("pack"), OutputFolder = folder.File(output), WorkFolder = folder.File(work), DataFolder = folder.Path, TeacherFile = folder.File("teacher"),
        };

        Assert.Contains("outside of the pack", Assert.Throws<ArgumentException>(() => TrainedPackBuilder.Build(options, TimeProvider.System)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_FromAPackOfOtherTowers_SaysWhichWeightIsMissing()
    {
        using var folder = new TemporaryFolder();
        Train(folder);
        var options = Options(folder) with { From = folder.File("pack"), Output = folder.File("further") };

        var error = Assert.Throws<InvalidDataException>(() => new DualEncoderTraining(options with { Towers = options.Towers with { ImageWidth = 24 } }, TimeProvider.System).Run());

        Assert.Contains("image/stem/0/weight", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_FromNothingWithoutTextSteps_IsRefused()
    {
        using var folder = new TemporaryFolder();
        DrawnPictures.Write(folder.Path, 80);

        Assert.Throws<InvalidOperationException>(() => new DualEncoderTraining(Options(folder) with { TextSteps = 0 }, TimeProvider.System).Run());
    }

    [Fact]
    public void Run_SecondCycleOfAnotherFirst_IsRefused()
    {
        using var folder = new TemporaryFolder();
        DrawnPictures.Write(folder.Path, 80);
        var options = Options(folder) with { Steps = 4, FurtherSteps = 4 };
        new DualEncoderTraining(options, TimeProvider.System).Run();
        File.Delete(Path.Combine(options.Output, "pictures.checkpoint"));

        var error = Assert.Throws<InvalidDataException>(() => new DualEncoderTraining(options with { Steps = 6 }, TimeProvider.System).Run());

        Assert.Contains("pictures-again.checkpoint", error.Message, StringComparison.Ordinal);
    }

    private static (ModelPack Pack, DualEncoderTraining Training) Train(TemporaryFolder folder, Func<DualEncoderOptions, DualEncoderOptions>? towers = null)
    {
        DrawnPictures.Write(folder.Path, 80);
        var options = Options(folder);
        options = options with { Towers = towers?.Invoke(options.Towers) ?? options.Towers };
        var training = new DualEncoderTraining(options, TimeProvider.System);
        TrainedPackBuilder.Export(options, training, training.Run(), folder.File("pack"));
        return (ModelPack.Open(folder.File("pack")), training);
    }

    private static float[] Embed(ModelPack pack, long[] ids, long[] mask)
    {
        var hidden = Run(pack.ReadFile("text/stage_02.onnx"), ("input_ids", GraphRunner.Tensor(ids, 1, ids.Length)), ("attention_mask", GraphRunner.Tensor(mask, 1, ids.Length)));
        return Run(pack.ReadFile("text/head_02.onnx"), ("hidden", GraphRunner.Tensor(hidden, 1, ids.Length, 20)), ("attention_mask", GraphRunner.Tensor(mask, 1, ids.Length)));
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
        HeldOut = new(2, 1),
        LearningRate = 3e-3f,
        Towers = new DualEncoderOptions
        {
            ImageSize = 16, Patch = 8, ImageWidth = 16, ImageLayers = 2, ImageHeads = 2, ImageExitEvery = 1,
            TextWidth = 16, TextLayers = 2, TextHeads = 2, TextTokens = 12, MaxTextTokens = 12, Vocabulary = 200, Dimensions = 8, TextSignature = 4,
        },
    };
}
