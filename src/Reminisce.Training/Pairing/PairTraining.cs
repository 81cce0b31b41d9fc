using Reminisce.Training.Algebra;
using Reminisce.Training.Exits;
using Reminisce.Training.Heads;
using Reminisce.Training.Learning;
using Reminisce.Training.Learning.Batches;
using Reminisce.Training.Learning.Layers;
using Reminisce.Training.Learning.Optimization;
using Reminisce.Training.Text;

namespace Reminisce.Training.Pairing;

/// <summary>Gives items words: a text tower and heads of all exits in one space, begun in closed form and trained by contrast.</summary>
/// <remarks>
/// Word vectors begin as latent semantic analysis, heads as shrunken canonical correlation with a bag of words (see docs/training.md),
/// the tower's blocks and the heads' inner layers as nothing. After each epoch items held out are searched; the best epoch is kept. Item heads
/// are then fitted anew to the mean of their captions' queries, which is kept where it finds more.
/// </remarks>
internal sealed class PairTraining
{
    private const int FrequentWord = 3;
    private const int PieceRoom = 900;
    private const int RecallAt = 10;

    private readonly PairingSettings _settings;
    private readonly IReadOnlyList<Matrix> _fit;
    private readonly IReadOnlyList<Matrix> _heldOut;
    private readonly CaptionTokens _heldOutCaptions;
    private readonly CaptionTokens _fitCaptions;

    /// <summary>Fits the start.</summary>
    /// <param name="fit">Features of the items to fit on, one matrix per exit.</param>
    /// <param name="fitTexts">Their captions.</param>
    /// <param name="heldOut">Features of items held out.</param>
    /// <param name="heldOutTexts">Their captions.</param>
    /// <param name="layers">Layer of each exit.</param>
    /// <param name="settings">Sizes and rates.</param>
    public PairTraining(
        IReadOnlyList<Matrix> fit, IReadOnlyList<IReadOnlyList<string>> fitTexts, IReadOnlyList<Matrix> heldOut, IReadOnlyList<IReadOnlyList<string>> heldOutTexts, IReadOnlyList<int> layers, PairingSettings settings)
    {
        _fit = fit;
        _heldOut = heldOut;
        Layers = layers;
        Vocabulary = VocabularyTrainer.Train(fitTexts.SelectMany(t => t), settings.Vocabulary, FrequentWord, PieceRoom);

        // Few words have few directions of meaning, and an embedding has no more than either side.
        var width = Math.Min(settings.Width, Math.Max(16, Vocabulary.Count / 4));
        _settings = settings = settings with { Width = width, Dimensions = Math.Min(settings.Dimensions, Math.Min(width, fit[0].Columns)) };
        _fitCaptions = new CaptionTokens(fitTexts, Vocabulary, settings.Tokens);
        _heldOutCaptions = new CaptionTokens(heldOutTexts, Vocabulary, settings.Tokens);
        Start = PairStart.Fit(fit, fitTexts, Vocabulary, settings);
    }

    public IReadOnlyList<int> Layers { get; }

    public IReadOnlyList<string> Vocabulary { get; }

    public PairStart Start { get; }

    /// <summary>Trains.</summary>
    /// <param name="time">The clock, for the time left.</param>
    /// <param name="report">Told after each epoch: its number and recall of the items held out, by exit.</param>
    /// <param name="progress">Told of every step.</param>
    /// <param name="cancellationToken">Stops between steps.</param>
    public PairModel Run(TimeProvider time, Action<int, IReadOnlyList<double>>? report = null, IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var items = Start.Items.Select((h, i) => new TrainableHead($"item/{Layers[i]}", h)).ToArray();
        var queries = Start.Queries.Select((h, i) => new TrainableHead($"query/{Layers[i]}", h)).ToArray();
        var first = new Dictionary<string, float[]> { [WordTower.Table] = Start.Table.Vectors.Data };
        var graph = PairGraph.Write(items, queries, ExitWeights(Layers), _settings, Vocabulary.Count, new NewWeights(_settings.Seed, first));
        using var batches = new PairBatches([.. _fit.Select((m, i) => Start.Items[i].Standardize(m))], _fitCaptions, _settings);
        var steps = batches.BatchesPerEpoch;
        var options = new TrainingOptions
        {
            Run = $"pair seed {_settings.Seed}",
            Schedule = new CosineSchedule(_settings.Rate, steps, (long)steps * _settings.Epochs),
            Optimizer = new AdamWOptions { WeightDecay = _settings.Decay },
            Threads = _settings.Threads,
        };
        using var trainer = new Trainer(graph.Differentiate(), options, time);
        var best = Model(trainer.Weights, items, queries);
        var bestRecall = Recall(best);
        report?.Invoke(0, bestRecall);
        for (var epoch = 1; epoch <= _settings.Epochs; epoch++)
        {
            trainer.Run(batches, (long)steps * epoch, progress, cancellationToken);
            var model = Model(trainer.Weights, items, queries);
            var recall = Recall(model);
            report?.Invoke(epoch, recall);
            if (Weighted(recall) > Weighted(bestRecall))
            {
                (best, bestRecall) = (model, recall);
            }
        }

        var refitted = best with { Items = AskedHeads.Fit(_fit, best.Ask(_fitCaptions)) };
        return Weighted(Recall(refitted)) > Weighted(bestRecall) ? refitted : best;
    }

    /// <summary>Share of an exit: proportional to one more than its depth, all together 1.</summary>
    public static float[] ExitWeights(IReadOnlyList<int> layers) => [.. layers.Select(l => (1f + l) / layers.Sum(k => 1f + k))];

    /// <summary>How many captions of the items held out find theirs among the first ten, by exit.</summary>
    public IReadOnlyList<double> Recall(PairModel model) => Recall(model, _heldOut, _heldOutCaptions);

    /// <summary>The same on other items.</summary>
    public static IReadOnlyList<double> Recall(PairModel model, IReadOnlyList<Matrix> items, CaptionTokens captions)
    {
        var asked = model.Ask(captions);
        return [.. items.Select((m, exit) => Ranks(asked.Queries[exit], model.Items[exit].Embed(m), asked.Targets).Count(r => r <= RecallAt) / (double)asked.Targets.Length)];
    }

    /// <summary>Rank of each query's item among all, 1 for the best; equal ones count against it.</summary>
    public static int[] Ranks(Matrix queries, Matrix items, int[] targets)
    {
        var similarity = Products.MultiplyTranspose(queries, items);
        var ranks = new int[targets.Length];
        for (var q = 0; q < ranks.Length; q++)
        {
            var row = similarity.Row(q);
            var own = row[targets[q]];
            foreach (var other in row)
            {
                ranks[q] += other >= own ? 1 : 0;
            }
        }

        return ranks;
    }

    private double Weighted(IReadOnlyList<double> recall) => recall.Zip(ExitWeights(Layers), (r, w) => r * w).Sum();

    private PairModel Model(IReadOnlyDictionary<string, float[]> weights, TrainableHead[] items, TrainableHead[] queries) =>
        new(_settings, weights, [.. items.Select(h => h.Take(weights))], [.. queries.Select(h => h.Take(weights))]);
}
