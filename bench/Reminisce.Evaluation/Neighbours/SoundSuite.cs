using System.Numerics.Tensors;
using System.Text.Json.Nodes;
using Reminisce.Training.Data;

namespace Reminisce.Evaluation;

/// <summary>Clips find clips of their class, and by their full depth their own copies, exit by exit.</summary>
/// <remarks>
/// Queries are clips, not class names: an encoder of sound alone has no words. Candidates are of other folds, or within one
/// fold of other recordings, so no recording finds itself.
/// </remarks>
internal static class SoundSuite
{
    public static Task<JsonObject> RunAsync(TowerBench bench, CancellationToken cancellationToken)
    {
        var clips = TowerBench.Clips(bench.Data, bench.Fold).Take(bench.Items.Count).ToArray();
        var exits = bench.EmbedAtEveryExit(cancellationToken);
        var rows = new JsonArray();
        Console.WriteLine();
        Console.WriteLine($"Queries are clips, not class names; candidates are clips of other {(bench.Fold is null ? "folds" : $"recordings of fold {bench.Fold}")}. Own: the full depth of a clip finds its copy at the exit among all {clips.Length}.");
        Console.WriteLine();
        Console.WriteLine("| vectors | r1 | mAP | r1 centred | mAP centred | own r1 | own MRR |");
        Console.WriteLine("|---|---|---|---|---|---|---|");
        for (var i = 0; i < exits.Length; i++)
        {
            rows.Add(Row(bench.Tower.Exits[i].Name, clips, bench.Fold, exits[i], exits[^1]));
        }

        var report = (JsonObject)rows[^1]!.DeepClone();
        report.Remove("exit");
        report["queries"] = "clips";
        report["items"] = clips.Length;
        report["exits"] = rows;
        report["log_mel"] = Row("log-mel mean and deviation", clips, bench.Fold, LogMel(bench, cancellationToken));
        var random = new Random(1);
        report["chance"] = Row("chance", clips, bench.Fold, [.. clips.Select(_ => Enumerable.Range(0, 64).Select(_ => (float)random.NextDouble()).ToArray())]);
        return Task.FromResult(report);
    }

    private static JsonObject Row(string name, SoundClip[] clips, int? fold, float[][] vectors, float[][]? full = null)
    {
        var (r1, map) = Score(clips, fold, vectors);
        var (centredR1, centredMap) = Score(clips, fold, Neighbours.Centre(vectors));
        var row = new JsonObject { ["exit"] = name, ["r1"] = r1, ["map"] = map, ["centred_r1"] = centredR1, ["centred_map"] = centredMap };
        var own = "| |";
        if (full is not null)
        {
            int[] ranks = [.. full.Select((query, i) => 1 + vectors.Count(v => TensorPrimitives.Dot(query, v) > TensorPrimitives.Dot(query, vectors[i])))];
            var (ownR1, ownMrr) = (Ranking.At(ranks, 1), Math.Round(ranks.Average(r => 1.0 / r), 4));
            (row["own_r1"], row["own_mrr"]) = (ownR1, ownMrr);
            own = FormattableString.Invariant($"{ownR1:0.000} | {ownMrr:0.000} |");
        }

        Console.WriteLine(FormattableString.Invariant($"| {name} | {r1:0.000} | {map:0.000} | {centredR1:0.000} | {centredMap:0.000} | {own}"));
        return row;
    }

    private static (double First, double Precision) Score(SoundClip[] clips, int? fold, float[][] vectors)
    {
        var (first, precision) = (0.0, 0.0);
        for (var query = 0; query < clips.Length; query++)
        {
            var clip = clips[query];
            var ranked = Neighbours.Rank(vectors, query, i => fold is null ? clips[i].Fold != clip.Fold : clips[i].Recording != clip.Recording);
            var (hits, sum) = (0, 0.0);
            for (var place = 0; place < ranked.Length; place++)
            {
                if (clips[ranked[place]].Class == clip.Class)
                {
                    sum += ++hits / (place + 1.0);
                    first += place == 0 ? 1 : 0;
                }
            }

            precision += sum / Math.Max(hits, 1);
        }

        return (Math.Round(first / clips.Length, 4), Math.Round(precision / clips.Length, 4));
    }

    /// <summary>Mean and deviation of every band over time: what hearing without a model gives.</summary>
    private static float[][] LogMel(TowerBench bench, CancellationToken cancellationToken)
    {
        var input = bench.Pack.Inputs[bench.Tower.Description.Name];
        var (bands, frames) = (input.Shape[0], input.Shape[^1]);
        var vectors = new float[bench.Items.Count][];
        for (var item = 0; item < vectors.Length; item++)
        {
            using var wave = bench.Prepare(item, 1, cancellationToken);
            var values = wave.InputOf(0, 1, bench.Tower.Description.MaxTokens).GetTensorDataAsSpan<float>();
            vectors[item] = new float[2 * bands];
            for (var band = 0; band < bands; band++)
            {
                var row = values.Slice(band * frames, frames);
                vectors[item][band] = TensorPrimitives.Average(row);
                vectors[item][bands + band] = TensorPrimitives.StdDev(row);
            }
        }

        return vectors;
    }
}
