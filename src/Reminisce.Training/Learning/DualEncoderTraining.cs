using System.Globalization;
using System.Text;
using Reminisce.Encoders;
using Reminisce.Training.Algebra;
using Reminisce.Training.Data;
using Reminisce.Training.Learning.Batches;
using Reminisce.Training.Learning.Checkpoints;
using Reminisce.Training.Learning.Export;
using Reminisce.Training.Learning.Layers;
using Reminisce.Training.Learning.Optimization;
using Reminisce.Training.Learning.Teachers;
using Reminisce.Training.Learning.Towers;
using Reminisce.Training.Onnx;
using Reminisce.Training.Text;

namespace Reminisce.Training.Learning;

/// <summary>
/// Trains an image and a text tower from nothing: the image tower on small labelled pictures, the text tower against what a
/// teacher sees in captioned pictures, then the image tower to see the same.
/// </summary>
/// <remarks>Each part resumes from its own checkpoint in the output folder, so a killed run loses at most the steps since the last one.</remarks>
internal sealed class DualEncoderTraining(DualEncoderTrainingOptions options, TimeProvider time)
{
    // Pictures are kept larger than a view, so that crops lose no detail.
    private const int KeptSize = 144;
    private const int LabelledSize = 32;

    // Labelled pictures are enlarged, so that enough tokens are left of them.
    private const int LabelledView = 64;
    private const int PieceRoom = 900;

    // A third of a token is its signature, which tells words apart that no text has explained.
    private const int SignatureShare = 3;

    private const double TeacherRidge = 0.1;

    // Classes and texts are not seen often enough to be learned by heart.
    private const float LightDecay = 0.1f;

    // Signatures need no training; they are added when the pack is written.
    private readonly DualEncoderOptions _towers = options.Towers with { TextSignature = 0 };
    private readonly IReadOnlyList<CaptionedImage> _all = CaptionData.Read(options.Captions, "train");
    private readonly Augmentation _labelledViews = new(0.5f, 0.2f, 0.2f);
    private readonly Augmentation _views = new(0.35f, 0.2f, 0.2f);
    private readonly ModelPack? _from = options.From is null ? null : ModelPack.Open(options.From);
    private IReadOnlyList<string>? _vocabulary;

    public string VocabularyFile => Path.Combine(options.Output, "vocab.txt");

    /// <summary>Trains all parts, as far as they are not done.</summary>
    /// <returns>The trained weights by name.</returns>
    public IReadOnlyDictionary<string, float[]> Run(IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        Directory.CreateDirectory(options.Output);
        var weights = Start(progress, cancellationToken);
        if (options.TextSteps + options.Steps + options.FurtherSteps == 0)
        {
            return weights;
        }

        var images = Trained();
        var pictures = Decode(images);
        var views = PictureView.DrawAll(images.Count, options.Views, KeptSize, _views, options.Seed);
        var teacher = TeacherFeatures.Get(options.Teacher, pictures, views, Path.Combine(options.Output, $"teacher-{options.Views}-{options.Seed}.bin"), options.Threads, progress, cancellationToken);
        var captions = Tokens(images);
        foreach (var (name, values) in options.TextSteps > 0 ? TrainText(weights, captions, teacher, progress, cancellationToken) : [])
        {
            weights[name] = values;
        }

        return TrainPictures(weights, new TaughtPictures(pictures, views, teacher), Small(progress, cancellationToken), captions, progress, cancellationToken);
    }

    // Small pictures of which the teacher speaks too: many more things than the captioned ones show. Its features of blurred
    // pictures differ from those of sharp ones most of all in that; each kind is standardised for itself.
    private TaughtPictures? Small(IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        if (options.SmallPictures == 0)
        {
            return null;
        }

        var pictures = LabelledPictures.Read(options.LabelledPictures ?? throw new InvalidOperationException("There are no small pictures; give a data folder with tinyimages32."), LabelledSize).Pictures.Sample(options.SmallPictures);
        var views = PictureView.DrawAll(pictures.Count, 1, LabelledSize, _views, options.Seed);
        var file = Path.Combine(options.Output, $"teacher-small-{pictures.Count}.bin");
        return new TaughtPictures(pictures, views, TeacherFeatures.Get(options.Teacher, pictures, views, file, options.Threads, progress, cancellationToken));
    }

    /// <summary>The pictures that are trained on.</summary>
    public IReadOnlyList<CaptionedImage> Trained() => [.. _all.Where((_, i) => !options.HeldOut.Contains(i))];

    /// <summary>The pictures held out of training.</summary>
    public IReadOnlyList<CaptionedImage> HeldOut() => [.. _all.Where((_, i) => options.HeldOut.Contains(i))];

    /// <summary>The captions of pictures, cut into the pieces of the vocabulary.</summary>
    public CaptionTokens Tokens(IReadOnlyList<CaptionedImage> images) => new(images.Select(i => i.Captions), Vocabulary(), _towers.TextTokens);

    /// <summary>The vocabulary: that of the pack gone on from, or one made at the first call and kept in the output folder.</summary>
    public IReadOnlyList<string> Vocabulary()
    {
        if (_from is not null)
        {
            var file = _from.Manifest.Towers.First(t => t.Modality == PackModality.Text).Tokenizer!.Vocabulary;
            return _vocabulary ??= Encoding.UTF8.GetString(_from.ReadFile(file)).TrimEnd('\n').Split('\n');
        }

        if (_vocabulary is null && !File.Exists(VocabularyFile))
        {
            var texts = _all.SelectMany(i => i.Captions).Concat(Pairs().SelectMany(p => p).Distinct(StringComparer.Ordinal));
            var pieces = VocabularyTrainer.Train(texts, _towers.Vocabulary, 2, Math.Min(PieceRoom, _towers.Vocabulary / 4));
            File.WriteAllText(VocabularyFile, string.Join('\n', pieces) + "\n");
        }

        return _vocabulary ??= File.ReadAllLines(VocabularyFile);
    }

    private Dictionary<string, float[]> Start(IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        if (_from is null && options.TextSteps == 0)
        {
            throw new InvalidOperationException("Without a pack to go on from there is no text tower yet; give steps for it, or a pack.");
        }

        return _from is not null ? PackWeights.Read(_from, _towers)
            : options.LabelledPictures is null || options.LabelledSteps == 0 ? []
            : TrainOnLabels(progress, cancellationToken);
    }

    private Dictionary<string, float[]> TrainOnLabels(IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        var (pictures, labels, classes) = LabelledPictures.Read(options.LabelledPictures!, LabelledSize);
        using var batches = new LabelledBatches(pictures, labels, classes, options.LabelledBatch, LabelledView, _labelledViews, options.Seed);
        var graph = ClassifierGraph.Write(_towers, LabelledView, options.LabelledBatch, classes, new NewWeights(options.Seed));
        return Train("labelled", $"labelled batch {options.LabelledBatch}", options.LabelledSteps, LightDecay, graph, batches, progress, cancellationToken);
    }

    private Dictionary<string, float[]> TrainText(Dictionary<string, float[]> weights, CaptionTokens captions, Matrix teacher, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        var pairs = new CaptionTokens(Pairs(), Vocabulary(), _towers.TextTokens);
        var settings = new TextBatchOptions(options.TextBatch, Math.Min(options.TextPairs, pairs.Count), 0.1f, 0.2f, options.Seed);
        using var batches = new TextBatches(captions, teacher, pairs, settings);
        var graph = TextGraph.Write(_towers, settings.Pictures, settings.Pairs, teacher.Columns, options.PairWeight, new NewWeights(options.Seed, weights), Table(captions, pairs));
        return Train("text", $"text {settings} pairs {options.PairWeight} from {_from?.Fingerprint}", options.TextSteps, LightDecay, graph, batches, progress, cancellationToken);
    }

    private Dictionary<string, float[]> TrainPictures(
        Dictionary<string, float[]> weights, TaughtPictures pictures, TaughtPictures? small, CaptionTokens captions, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        var export = new DualEncoderExport(_towers, weights);
        var words = new DualEncoderFeatures(_towers, export).Captions(captions)[^1];
        var others = small is null ? 0 : options.SmallBatch;
        var place = Place(export, pictures.Teacher, words, captions);
        pictures = pictures with { Teacher = place(pictures.Teacher) };
        small = small is null ? null : small with { Teacher = place(small.Teacher) };
        foreach (var exit in options.TextSteps > 0 ? _towers.ImageExits : [])
        {
            weights[PictureGraph.QueryHead(exit) + "/weight"] = weights[TextGraph.QueryHead + "/weight"];
        }

        var after = $"views {options.Views} small {options.SmallPictures} labelled {options.LabelledSteps} text {options.TextSteps} from {_from?.Fingerprint}";
        foreach (var (part, steps, seed) in new[] { ("pictures", options.Steps, options.Seed), ("pictures-again", options.FurtherSteps, options.Seed + 1) }.Where(c => c.Item2 > 0))
        {
            var settings = new PictureBatchOptions(options.Batch, options.CaptionsPerPicture, others, _towers.ImageSize, _views, options.Blend, seed);
            using var batches = new PictureBatches(pictures, words, Enumerable.Range(0, captions.Count).Select(captions.CaptionsOf), settings, small);
            var graph = PictureGraph.Write(_towers, options.Batch, options.CaptionsPerPicture, others, pictures.Teacher.Columns, options.TeacherWeight, new NewWeights(options.Seed, weights));
            var trained = Train(part, $"{settings} teacher {options.TeacherWeight} {after}", steps, options.WeightDecay, graph, batches, progress, cancellationToken);
            after += FormattableString.Invariant($" after {steps} steps");
            foreach (var (name, values) in trained)
            {
                weights[name] = values;
            }
        }

        return weights;
    }

    // What the teacher sees, and beside it where that lies in the space shared with texts, which counts as much in all.
    private Func<Matrix, Matrix> Place(DualEncoderExport export, Matrix teacher, Matrix words, CaptionTokens captions)
    {
        var share = options.TextSteps > 0 ? Trained(export) : Fitted(export, teacher, words, captions);
        var shared = share(teacher);
        var mean = Moments.Mean(shared);
        var variance = System.Numerics.Tensors.TensorPrimitives.SumOfSquares<float>(Moments.Center(shared, mean).Data) / shared.Rows;
        var scale = MathF.Sqrt(teacher.Columns / variance);
        return features =>
        {
            var centered = Moments.Center(share(features), mean);
            System.Numerics.Tensors.TensorPrimitives.Multiply(centered.Data, scale, centered.Data);
            return Matrix.Concat(features, centered);
        };
    }

    private Func<Matrix, Matrix> Trained(DualEncoderExport export) => features =>
    {
        using var head = new GraphRunner(export.TeacherHeadGraph(features.Columns));
        return new Matrix(features.Rows, _towers.Dimensions, head.Run((TextGraph.Teacher, GraphRunner.Tensor(features.Data, features.Rows, features.Columns))));
    };

    // A pack holds no head of the teacher's; in closed form, every view of a picture lies where its captions do.
    private Func<Matrix, Matrix> Fitted(DualEncoderExport export, Matrix teacher, Matrix words, CaptionTokens captions)
    {
        var meant = TrainedHeads.Means(export.TextQueryHead(_towers.ImageExits[^1]).Embed(words), captions);
        int[] pictures = [.. Enumerable.Range(0, teacher.Rows).Select(view => view / options.Views)];
        var fit = Ridge.Fit(teacher, meant.SelectRows(pictures), TeacherRidge);
        return features =>
        {
            var shared = fit.Apply(features);
            Moments.NormalizeRows(shared);
            return shared;
        };
    }

    private float[] Table(CaptionTokens captions, CaptionTokens pairs)
    {
        var width = _towers.TextWidth;
        int[][] texts = [.. captions.Pieces(), .. pairs.Pieces()];
        float[] shares = [.. texts.Select((_, i) => i < captions.Count ? 1f : options.PairWeight)];
        var table = TokenTable.Fit(texts, shares, _towers.Vocabulary, VocabularyTrainer.Special.Length, width - (width / SignatureShare), width / SignatureShare, new Random(options.Seed));
        return table.Vectors.Data;
    }

    /// <summary>Signatures of all pieces of the vocabulary.</summary>
    public float[] Signatures() => PieceSignatures.Draw(
        new CaptionTokens(Pairs(), Vocabulary(), _towers.MaxTextTokens).Pieces(), _towers.Vocabulary, VocabularyTrainer.Special.Length, options.Towers.TextSignature, options.Seed);

    private IReadOnlyList<IReadOnlyList<string>> Pairs() => options.Sentences is null ? [.. _all.Select(i => (IReadOnlyList<string>)[.. i.Captions.Take(2)])] : TextPairs.Read(options.Sentences);

    private Dictionary<string, float[]> Train(
        string part, FormattableString settings, long steps, float decay, TrainingGraph graph, IBatchSource batches, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        using var trainer = new Trainer(graph.Differentiate(), Settings(part, settings, steps, decay), time);
        trainer.Run(batches, progress: progress, cancellationToken: cancellationToken);
        return new Dictionary<string, float[]>(trainer.Weights);
    }

    private TrainingOptions Settings(string part, FormattableString settings, long steps, float decay) => new()
    {
        Run = string.Create(CultureInfo.InvariantCulture, $"{FormattableString.Invariant(settings)} seed {options.Seed} steps {steps} rate {options.LearningRate} decay {decay} {_towers}"),
        Part = part,
        Schedule = new CosineSchedule(options.LearningRate, Math.Max(1, steps / 12), steps),
        Optimizer = new AdamWOptions { WeightDecay = decay },
        Checkpoint = Path.Combine(options.Output, part + ".checkpoint"),
        CheckpointEvery = 25,
        Threads = options.Threads,
    };

    /// <summary>Decodes pictures at a size that leaves room for crops.</summary>
    public static PictureSet Decode(IReadOnlyList<CaptionedImage> images)
    {
        var pictures = new PictureSet(images.Count, KeptSize);
        for (var i = 0; i < images.Count; i++)
        {
            pictures.Set(i, File.ReadAllBytes(images[i].Path), images[i].Path);
        }

        return pictures;
    }
}
