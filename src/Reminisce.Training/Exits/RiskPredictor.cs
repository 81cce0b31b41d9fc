using System.Numerics.Tensors;
using Reminisce.Encoders;
using Reminisce.Training.Algebra;
using Reminisce.Training.Heads;

namespace Reminisce.Training.Exits;

/// <summary>Fits a predictor of exits, and chooses how deep items run for a stated risk.</summary>
/// <remarks>
/// (Paper: D1, and its code.) An exit is enough for an item when the item's own fine embedding finds its coarse copy there among the first few
/// of a pool; or when as many of its captions find it there as at full depth. Predictors learn either on some items; one of them, or one that stops
/// all items at the same exit, and how deep it lets items run are chosen on others, by what captions find there once a search has finished its best candidates, as searches do.
/// </remarks>
internal static class RiskPredictor
{
    /// <summary>Share of the full depth's recall at ten that may be lost by a search that finishes the best twentieth.</summary>
    public const double Risk = 0.05;

    private const int Pool = 500;
    private const int RecallAt = 10;

    // Of so many items a search finishes one: fifty of a thousand.
    private const int ItemsToCandidate = 20;

    // Coverages that are tried, and how many of them there are to a point of the curve that is kept.
    private const int Steps = 100;
    private const int StepsToPoint = 5;
    private static readonly int[] s_tops = [1, 3, 10, 30];

    /// <summary>Items as seen at every exit.</summary>
    /// <param name="Superficial">Embeddings that the predictor reads.</param>
    /// <param name="Fine">Fine embeddings as queries of every exit.</param>
    /// <param name="Items">Embeddings at every exit.</param>
    internal sealed record Sight(Matrix Superficial, IReadOnlyList<Matrix> Fine, IReadOnlyList<Matrix> Items);

    /// <summary>Sees items with the heads of all exits.</summary>
    /// <param name="heads">Item heads, by exit.</param>
    /// <param name="byItem">Query heads of fine embeddings, by exit.</param>
    /// <param name="taps">Features, by exit.</param>
    /// <param name="superficial">Place of the superficial exit.</param>
    public static Sight See(IReadOnlyList<ExitHead> heads, IReadOnlyList<ExitHead> byItem, IReadOnlyList<Matrix> taps, int superficial)
    {
        var items = heads.Select((h, i) => h.Embed(taps[i])).ToArray();
        return new Sight(items[superficial], [.. byItem.Select(h => h.Embed(taps[^1]))], items);
    }

    /// <summary>Queries for items.</summary>
    /// <param name="Queries">Embeddings, by exit.</param>
    /// <param name="Targets">The item that each query looks for, in ascending order.</param>
    internal sealed record Asked(IReadOnlyList<Matrix> Queries, int[] Targets);

    /// <summary>Fits the predictor and chooses.</summary>
    /// <param name="fit">Items to learn from.</param>
    /// <param name="fitAsked">Queries for them.</param>
    /// <param name="heldOut">Items to choose on.</param>
    /// <param name="heldOutAsked">Queries for them.</param>
    /// <param name="calibrations">Similarity of unrelated pairs, by exit.</param>
    /// <param name="layers">Layer of each exit.</param>
    /// <param name="superficial">Place of the superficial exit.</param>
    /// <param name="seed">Seed.</param>
    public static (PredictorModel Model, PackExitChoice Choice) Fit(
        Sight fit, Asked fitAsked, Sight heldOut, Asked heldOutAsked, IReadOnlyList<PackCalibration> calibrations, IReadOnlyList<int> layers, int superficial, int seed)
    {
        var scores = heldOutAsked.Queries.Select((q, e) => Calibration.Scores(q, heldOut.Items[e], calibrations[e])).ToArray();
        (PredictorModel Model, PackExitChoice Choice, double Depth)? best = null;
        var learned = Labels(fit, fitAsked).Select(l => (l.Top, Model: PredictorModel.Fit(fit.Superficial, l.Labels, layers.Count, new Random(seed))));

        // Where no choice among items is better than none, all stop at one exit.
        var constant = Enumerable.Range(superficial, layers.Count - superficial).Select(e => (Top: RecallAt, Model: PredictorModel.Always(fit.Superficial.Columns, e, layers.Count)));
        foreach (var (top, model) in learned.Concat(constant))
        {
            var curve = Curve(model.Probabilities(heldOut.Superficial), scores, heldOutAsked.Targets, layers, superficial);
            var chosen = curve.Where(p => p.FinishedLoss <= Risk).MinBy(p => p.MeanLayer) ?? curve[^1];
            if (best is null || chosen.MeanLayer < best.Value.Depth)
            {
                best = (model, new PackExitChoice(chosen.Coverage, Risk, top, [.. curve.Where((p, i) => (i + 1) % StepsToPoint == 0 || p == chosen)]), chosen.MeanLayer);
            }
        }

        return (best!.Value.Model, best.Value.Choice);
    }

    /// <summary>Recall at ten with every item at an exit of its own, scores of all exits merged as the store merges them.</summary>
    /// <param name="scores">Deviations above unrelated pairs, queries x items, by exit.</param>
    /// <param name="targets">The item that each query looks for.</param>
    /// <param name="exits">Exit of each item.</param>
    public static double Recall(IReadOnlyList<Matrix> scores, int[] targets, int[] exits)
    {
        var found = 0;
        for (var q = 0; q < targets.Length; q++)
        {
            var own = scores[exits[targets[q]]][q, targets[q]];
            var rank = 0;
            for (var i = 0; i < exits.Length && rank <= RecallAt; i++)
            {
                rank += scores[exits[i]][q, i] >= own ? 1 : 0;
            }

            found += rank <= RecallAt ? 1 : 0;
        }

        return found / (double)targets.Length;
    }

    /// <summary>Recall at ten when a search finishes its best candidates and ranks them anew; see <see cref="Recall"/>.</summary>
    /// <param name="scores">Deviations above unrelated pairs, queries x items, by exit.</param>
    /// <param name="targets">The item that each query looks for.</param>
    /// <param name="exits">Exit of each item.</param>
    /// <param name="candidates">How many are finished for a query.</param>
    public static double FinishedRecall(IReadOnlyList<Matrix> scores, int[] targets, int[] exits, int candidates)
    {
        var found = 0;
        var coarse = new float[exits.Length];
        var sorted = new float[exits.Length];
        for (var q = 0; q < targets.Length; q++)
        {
            var first = q * exits.Length;
            for (var i = 0; i < coarse.Length; i++)
            {
                coarse[i] = scores[exits[i]].Data[first + i];
            }

            coarse.CopyTo(sorted, 0);
            Array.Sort(sorted);
            var least = sorted[Math.Max(0, sorted.Length - candidates)];
            var fine = scores[^1].Row(q);
            var own = fine[targets[q]];
            var rank = coarse[targets[q]] < least ? int.MaxValue : 0;
            for (var i = 0; i < coarse.Length && rank <= RecallAt; i++)
            {
                rank += fine[i] >= own && coarse[i] >= least ? 1 : 0;
            }

            found += rank <= RecallAt ? 1 : 0;
        }

        return found / (double)targets.Length;
    }

    private static List<PackExitChoicePoint> Curve(Matrix probabilities, Matrix[] scores, int[] targets, IReadOnlyList<int> layers, int superficial)
    {
        var items = probabilities.Rows;
        var full = Math.Max(Recall(scores, targets, [.. Enumerable.Repeat(layers.Count - 1, items)]), 1e-9);
        var candidates = Math.Max(RecallAt, items / ItemsToCandidate);
        var curve = new List<PackExitChoicePoint>();
        int[] before = [];
        for (var step = 1; step <= Steps; step++)
        {
            var coverage = Math.Round(step / (double)Steps, 2);
            var exits = new int[items];
            for (var i = 0; i < exits.Length; i++)
            {
                var logits = probabilities.Row(i).ToArray();
                TensorPrimitives.Log(logits, logits);
                TensorPrimitives.Max(logits, -100f, logits);
                exits[i] = step == Steps ? layers.Count - 1 : ExitPredictor.ChooseByRisk(logits, superficial, coverage);
            }

            // Neighbouring coverages often choose the same.
            curve.Add(exits.AsSpan().SequenceEqual(before)
                ? curve[^1] with { Coverage = coverage }
                : new PackExitChoicePoint(coverage, Math.Round(exits.Average(e => layers[e]), 3), Lost(Recall(scores, targets, exits)))
                {
                    FinishedLoss = Lost(FinishedRecall(scores, targets, exits, candidates)),
                });
            before = exits;
        }

        return curve;

        double Lost(double recall) => Math.Round(1 - (recall / full), 4);
    }

    private static IEnumerable<(int Top, int[] Labels)> Labels(Sight fit, Asked asked)
    {
        var count = fit.Superficial.Rows;
        var own = Ranks(fit.Items, new Asked(fit.Fine, [.. Enumerable.Range(0, count)]));
        var captions = Ranks(fit.Items, asked);
        return s_tops.SelectMany(top => new[] { (top, ExitLabels.First(own, top)), (top, ExitLabels.FirstAsFull(captions, asked.Targets, count, top)) });
    }

    // The rank of every query's item among those of its pool, by exit.
    private static IReadOnlyList<int[]> Ranks(IReadOnlyList<Matrix> items, Asked asked) => [.. items.Select((all, exit) =>
    {
        var ranks = new int[asked.Targets.Length];
        for (int start = 0, query = 0; start < all.Rows; start += Pool)
        {
            int[] rows = [.. Enumerable.Range(start, Math.Min(Pool, all.Rows - start))];
            int[] queries = [.. Enumerable.Range(query, asked.Targets.Skip(query).TakeWhile(t => t <= rows[^1]).Count())];
            var similarity = Products.MultiplyTranspose(asked.Queries[exit].SelectRows(queries), all.SelectRows(rows));
            for (var i = 0; i < queries.Length; i++)
            {
                var own = similarity[i, asked.Targets[queries[i]] - start];
                ranks[queries[i]] = 1;
                foreach (var other in similarity.Row(i))
                {
                    ranks[queries[i]] += other > own ? 1 : 0;
                }
            }

            query += queries.Length;
        }

        return ranks;
    })];
}
