using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using Reminisce.Encoders;
using Reminisce.Training.Algebra;
using Reminisce.Training.Exits;
using Reminisce.Training.Heads;

namespace Reminisce.Evaluation;

/// <summary>The pack's predictor against fixed exits of the same mean depth and against hindsight, from embeddings of every exit.</summary>
internal static class PredictorTable
{
    /// <summary>Measures.</summary>
    /// <param name="pack">The pack.</param>
    /// <param name="tower">Its tower.</param>
    /// <param name="items">Embeddings of the items, by exit.</param>
    /// <param name="queries">Embeddings of the queries, by exit.</param>
    /// <param name="targets">The item that each query looks for.</param>
    public static JsonObject Run(ModelPack pack, PackTower tower, IReadOnlyList<Matrix> items, IReadOnlyList<Matrix> queries, int[] targets)
    {
        var layers = tower.Exits.Select(e => e.Layer).ToArray();
        var superficial = items[Array.IndexOf(layers, tower.SuperficialLayer)];
        using var runtime = new TowerRuntime(pack, tower, new EarlyExitEncoderOptions { ThreadCount = 1 }, NullLogger.Instance);
        var predicted = runtime.Predict(superficial.Data, superficial.Rows, CancellationToken.None);
        var scores = queries.Select((q, e) => Calibration.Scores(q, items[e], pack.Manifest.QueryHeads.First(h => h.Tower == PackModality.Text && h.Target == tower.Name && h.Layer == layers[e]).Calibration)).ToArray();
        var depth = predicted.Average(e => layers[e]);
        var hindsight = Hindsight(scores, targets, predicted.Length);
        return new JsonObject
        {
            ["predicted_r10"] = Math.Round(RiskPredictor.Recall(scores, targets, predicted), 4),
            ["fixed_r10"] = Math.Round(RiskPredictor.Recall(scores, targets, Mixture(layers, depth, predicted.Length)), 4),
            ["oracle_r10"] = Math.Round(RiskPredictor.Recall(scores, targets, hindsight), 4),
            ["full_r10"] = Math.Round(RiskPredictor.Recall(scores, targets, [.. predicted.Select(_ => layers.Length - 1)]), 4),
            ["depth_mean"] = Math.Round(depth, 3),
            ["oracle_depth_mean"] = Math.Round(hindsight.Average(e => layers[e]), 3),
            ["share_per_exit"] = new JsonArray([.. layers.Select((_, e) => (JsonNode)Math.Round(predicted.Count(p => p == e) / (double)predicted.Length, 3))]),
        };
    }

    // Two neighbouring exits, dealt to the items in turn so that the mean depth is the predictor's.
    private static int[] Mixture(int[] layers, double depth, int count)
    {
        var deep = Math.Max(1, Array.FindIndex(layers, l => l >= depth));
        var share = Math.Clamp((depth - layers[deep - 1]) / (layers[deep] - layers[deep - 1]), 0, 1);
        return [.. Enumerable.Range(0, count).Select(i => Math.Floor((i + 1) * share) > Math.Floor(i * share) ? deep : deep - 1)];
    }

    // Each item at the shallowest exit at which as many of its queries find it as at its best one, all others being at that exit too.
    private static int[] Hindsight(Matrix[] scores, int[] targets, int count)
    {
        var hits = scores.Select(s =>
        {
            var found = new int[count];
            for (var q = 0; q < targets.Length; q++)
            {
                var own = s[q, targets[q]];
                var rank = 0;
                foreach (var other in s.Row(q))
                {
                    rank += other >= own ? 1 : 0;
                }

                found[targets[q]] += rank <= 10 ? 1 : 0;
            }

            return found;
        }).ToArray();
        return [.. Enumerable.Range(0, count).Select(i => Array.FindIndex(hits, h => h[i] == hits.Max(x => x[i])))];
    }
}
