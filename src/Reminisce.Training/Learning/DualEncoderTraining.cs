using System.Globalization;
using Reminisce.Training.Data;
using Reminisce.Training.Learning.Batches;
using Reminisce.Training.Learning.Checkpoints;
using Reminisce.Training.Learning.Layers;
using Reminisce.Training.Learning.Optimization;
using Reminisce.Training.Learning.Teachers;
using Reminisce.Training.Learning.Towers;
using Reminisce.Training.Text;

namespace Reminisce.Training.Learning;

/// <summary>Trains an image and a text tower from nothing: the image tower on small labelled pictures, then both on captions.</summary>
/// <remarks>Each part resumes from its own checkpoint in the output folder, so a killed run loses at most the steps since the last one.</remarks>
internal sealed class DualEncoderTraining(DualEncoderTrainingOptions options, TimeProvider time)
{
    // Pictures are kept larger than a view, so that crops lose no detail.
    private const int KeptSize = 96;
    private const int TeacherSize = 144;
    private const int LabelledSize = 32;
    private const int PieceRoom = 900;

    public string LabelledCheckpoint => Path.Combine(options.Output, "labelled.checkpoint");

    public string CaptionCheckpoint => Path.Combine(options.Output, "captions.checkpoint");

    public string VocabularyFile => Path.Combine(options.Output, "vocab.txt");

    /// <summary>Trains both parts, as far as they are not done.</summary>
    /// <returns>The trained weights by name.</returns>
    public IReadOnlyDictionary<string, float[]> Run(IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        Directory.CreateDirectory(options.Output);
        var start = options.LabelledPictures is null ? null : TrainOnLabels(progress, cancellationToken);
        return TrainOnCaptions(start, progress, cancellationToken);
    }

    /// <summary>The pictures that are trained on.</summary>
    public IReadOnlyList<CaptionedImage> Trained() => [.. CaptionData.Read(options.Captions, "train").Where((_, i) => !IsHeldOut(i))];

    /// <summary>The pictures held out of training.</summary>
    public IReadOnlyList<CaptionedImage> HeldOut() => [.. CaptionData.Read(options.Captions, "train").Where((_, i) => IsHeldOut(i))];

    /// <summary>The vocabulary, made at the first call and kept in the output folder.</summary>
    public IReadOnlyList<string> Vocabulary()
    {
        if (!File.Exists(VocabularyFile))
        {
            var texts = CaptionData.Read(options.Captions, "train").SelectMany(i => i.Captions);
            var sentences = options.Sentences is null ? [] : SentenceData.ReadPairs(options.Sentences).SelectMany(p => new[] { p.Left, p.Right });
            var pieces = VocabularyTrainer.Train(texts.Concat(sentences), options.Towers.Vocabulary, 3, PieceRoom);
            using var writer = new StreamWriter(VocabularyFile);
            writer.NewLine = "\n";
            foreach (var piece in pieces)
            {
                writer.WriteLine(piece);
            }
        }

        return File.ReadAllLines(VocabularyFile);
    }

    private Dictionary<string, float[]> TrainOnLabels(IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        var (pictures, labels, classes) = LabelledPictures.Read(options.LabelledPictures!, LabelledSize);
        using var batches = new LabelledBatches(pictures, labels, classes, options.LabelledBatch, LabelledSize, new Augmentation(0.5f, 0.2f, 0.2f), options.Seed);
        var graph = ClassifierGraph.Write(options.Towers, LabelledSize, options.LabelledBatch, classes, new NewWeights(options.Seed));
        using var trainer = new Trainer(graph.Differentiate(), Settings($"labelled batch {options.LabelledBatch}", LabelledCheckpoint, options.LabelledSteps), time);
        trainer.Run(batches, progress: progress, cancellationToken: cancellationToken);
        return new Dictionary<string, float[]>(trainer.Weights);
    }

    private IReadOnlyDictionary<string, float[]> TrainOnCaptions(Dictionary<string, float[]>? start, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        var all = CaptionData.Read(options.Captions, "train");
        int[] taken = [.. Enumerable.Range(0, all.Count).Where(i => !IsHeldOut(i))];
        CaptionedImage[] images = [.. taken.Select(i => all[i])];
        var teacherWidth = 0;
        float[]? features = null;
        if (options.Teacher is not null)
        {
            var file = Path.Combine(options.Output, "teacher.bin");
            (features, teacherWidth) = TeacherFeatures.Get(options.Teacher, () => Decode(all, TeacherSize), all.Count, file, options.Threads, cancellationToken: cancellationToken);
            var width = teacherWidth;
            var known = features;
            features = [.. taken.SelectMany(i => known.AsSpan(i * width, width).ToArray())];
        }

        var captions = new CaptionTokens(images.Select(i => i.Captions), Vocabulary(), options.Towers.TextTokens);
        var settings = new CaptionBatchOptions(options.Batch, options.CaptionsPerPicture, options.Towers.ImageSize, 0.1f, new Augmentation(0.55f, 0.2f, 0.2f), options.Seed);
        using var batches = new CaptionBatches(Decode(images), captions, features, settings);
        var graph = ContrastiveGraph.Write(options.Towers, options.Batch, options.CaptionsPerPicture, teacherWidth, options.TeacherWeight, new NewWeights(options.Seed, start));
        using var trainer = new Trainer(graph.Differentiate(), Settings($"captions batch {options.Batch} x {options.CaptionsPerPicture} teacher {options.TeacherWeight}", CaptionCheckpoint, options.Steps), time);
        trainer.Run(batches, progress: progress, cancellationToken: cancellationToken);
        return trainer.Weights;
    }

    private TrainingOptions Settings(FormattableString part, string checkpoint, long steps) => new()
    {
        Run = string.Create(CultureInfo.InvariantCulture, $"{FormattableString.Invariant(part)} seed {options.Seed} steps {steps} rate {options.LearningRate} decay {options.WeightDecay} {options.Towers}"),
        Schedule = new CosineSchedule(options.LearningRate, Math.Max(1, steps / 12), steps),
        Optimizer = new AdamWOptions { WeightDecay = options.WeightDecay },
        Checkpoint = checkpoint,
        CheckpointEvery = 25,
        Threads = options.Threads,
    };

    private bool IsHeldOut(int index) => index % options.HeldOutEvery == options.HeldOutEvery - 1;

    /// <summary>Decodes pictures at a size that leaves room for crops.</summary>
    public static PictureSet Decode(IReadOnlyList<CaptionedImage> images) => Decode(images, KeptSize);

    private static PictureSet Decode(IReadOnlyList<CaptionedImage> images, int size)
    {
        var pictures = new PictureSet(images.Count, size);
        for (var i = 0; i < images.Count; i++)
        {
            pictures.Set(i, File.ReadAllBytes(images[i].Path), images[i].Path);
        }

        return pictures;
    }
}
