using Microsoft.ML.OnnxRuntime;
using Reminisce.Training.Gradients;
using Reminisce.Training.Learning;
using Reminisce.Training.Learning.Batches;
using Reminisce.Training.Learning.Checkpoints;
using Reminisce.Training.Learning.Layers;
using Reminisce.Training.Learning.Optimization;
using Reminisce.Training.Learning.Towers;

namespace Reminisce.Training.Tests.Learning;

public sealed class TrainerTests
{
    private static readonly DualEncoderOptions s_towers = new()
    {
        ImageSize = 16, Patch = 8, ImageWidth = 16, ImageLayers = 2, ImageHeads = 2, ImageExitEvery = 1,
        TextWidth = 16, TextLayers = 1, TextHeads = 2, TextTokens = 8, MaxTextTokens = 8, Vocabulary = 20, Dimensions = 8,
    };

    [Fact]
    public void Run_StoppedAndResumed_GivesTheWeightsOfTheUnbrokenRun()
    {
        using var folder = new TemporaryFolder();
        var unbroken = Train(null, 12);

        Train(folder.File("run"), 5);
        var resumed = Train(folder.File("run"), 12);

        Assert.Equal(unbroken.Count, resumed.Count);
        foreach (var (name, values) in unbroken)
        {
            Assert.Equal(values, resumed[name]);
        }
    }

    [Fact]
    public void Run_FewPictures_LearnsThemByHeart()
    {
        var losses = new List<float>();
        Train(null, 80, new Recorder(losses));

        // Chance is ln 4 on either side, and 1 for the teacher's part.
        Assert.True(losses[0] > 1.2f, $"The first loss is {losses[0]}.");
        Assert.True(losses[^1] < losses[0] / 2, $"The loss went from {losses[0]} to {losses[^1]} in 80 steps.");
    }

    [Fact]
    public void Run_LossThatIsNoNumber_KeepsTheLastCheckpoint()
    {
        using var folder = new TemporaryFolder();
        Train(folder.File("run"), 5);
        using var trainer = Trainer(folder.File("run"));
        using var poisoned = new Batches(poison: true);

        var error = Assert.Throws<TrainingDivergedException>(() => trainer.Run(poisoned, 12));

        Assert.Contains("Step 6 has loss NaN", error.Message, StringComparison.Ordinal);
        Assert.Contains("of step 5 is intact", error.Message, StringComparison.Ordinal);
        Assert.Equal(5, CheckpointFile.Read(folder.File("run")).Step);
    }

    [Fact]
    public void Run_Cancelled_SavesWhereItStands()
    {
        using var folder = new TemporaryFolder();
        using var cancel = new CancellationTokenSource();
        using var trainer = Trainer(folder.File("run"));
        using var batches = new Batches();
        var stop = new Stopper(cancel, 3);

        Assert.Throws<OperationCanceledException>(() => trainer.Run(batches, 12, stop, cancel.Token));

        Assert.Equal(3, CheckpointFile.Read(folder.File("run")).Step);
    }

    [Fact]
    public void Constructor_CheckpointOfAnotherRun_IsRefused()
    {
        using var folder = new TemporaryFolder();
        CheckpointFile.Write(folder.File("run"), new Checkpoint("another", 1, [], [], []));

        var error = Assert.Throws<InvalidDataException>(() => Trainer(folder.File("run")));

        Assert.Contains("checkpoint of the run 'another', not of 'test'", error.Message, StringComparison.Ordinal);
    }

    private static IReadOnlyDictionary<string, float[]> Train(string? checkpoint, long last, IProgress<TrainingProgress>? progress = null)
    {
        using var trainer = Trainer(checkpoint);
        using var batches = new Batches();
        trainer.Run(batches, last, progress);
        return trainer.Weights;
    }

    private static Trainer Trainer(string? checkpoint)
    {
        var graph = PictureGraph.Write(s_towers, 4, 2, 0, 3, 1, new NewWeights(5));
        var options = new TrainingOptions { Run = "test", Schedule = new CosineSchedule(3e-3f, 4, 80), Checkpoint = checkpoint, CheckpointEvery = 100 };
        return new Trainer(graph.Differentiate(), options, TimeProvider.System);
    }

    private sealed class Recorder(List<float> losses) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => losses.Add(value.Loss);
    }

    private sealed class Stopper(CancellationTokenSource cancel, long step) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            if (value.Step == step)
            {
                cancel.Cancel();
            }
        }
    }

    // The same four pictures at every step, with noise that depends on the step.
    private sealed class Batches(bool poison = false) : IBatchSource
    {
        private readonly List<OrtValue> _owned = [];

        public IReadOnlyDictionary<string, OrtValue> Get(long step)
        {
            var random = new Random(3);
            var noise = new Random((int)step);
            var pixels = Enumerable.Range(0, 4 * 3 * 16 * 16).Select(_ => random.NextSingle() + (0.1f * noise.NextSingle())).ToArray();
            pixels[0] = poison ? float.NaN : pixels[0];
            var words = Enumerable.Range(0, 8 * 16).Select(_ => (2 * random.NextSingle()) - 1).ToArray();
            var teacher = Enumerable.Range(0, 12).Select(_ => (2 * random.NextSingle()) - 1).ToArray();
            OrtValue[] values =
            [
                Reminisce.Training.Onnx.GraphRunner.Tensor(pixels, 4, 3, 16, 16),
                Reminisce.Training.Onnx.GraphRunner.Tensor(words, 8, 16),
                Reminisce.Training.Onnx.GraphRunner.Tensor(teacher, 4, 3),
            ];
            _owned.AddRange(values);
            return new Dictionary<string, OrtValue>
            {
                [PictureGraph.Pixels] = values[0],
                [PictureGraph.Words] = values[1],
                [PictureGraph.Teacher] = values[2],
            };
        }

        public void Dispose()
        {
            foreach (var value in _owned)
            {
                value.Dispose();
            }
        }
    }
}
