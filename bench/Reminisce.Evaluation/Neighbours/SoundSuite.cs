using System.Numerics.Tensors;
using System.Text.Json.Nodes;

namespace Reminisce.Evaluation;

/// <summary>Clips find clips of their class, exit by exit.</summary>
/// <remarks>
/// Queries are clips, not class names: an encoder of sound alone has no words. Candidates are of other folds, so no
/// recording finds itself.
/// </remarks>
internal static class SoundSuite
{
    public static Task<JsonObject> RunAsync(TowerBench bench, CancellationToken cancellationToken)
    {
        var clips = SoundClip.Read(bench.Data).Take(bench.Items.Count).ToArray();
        var exits = bench.EmbedAtEveryExit(cancellationToken);
        var rows = new JsonArray();
        Console.WriteLine();
        Console.WriteLine("Queries are clips, not class names; candidates are clips of other folds.");
        Console.WriteLine();
        Console.WriteLine("| vectors | r1 | mAP | r1 centred | mAP centred |");
        Console.WriteLine("|---|---|---|---|---|");
        for (var i = 0; i < exits.Length; i++)
        {
            rows.Add(Row(bench.Tower.Exits[i].Name, clips, exits[i]));
        }

        var report = (JsonObject)rows[^1]!.DeepClone();
        report.Remove("exit");
        report["queries"] = "clips";
        report["items"] = clips.Length;
        report["exits"] = rows;
        report["log_mel"] = Row("log-mel mean and deviation", clips, LogMel(bench, cancellationToken));
        var random = new Random(1);
        report["chance"] = Row("chance", clips, [.. clips.Select(_ => Enumerable.Range(0, 64).Select(_ => (float)random.NextDouble()).ToArray())]);
        return Task.FromResult(report);
    }

    private static JsonObject Row(string name, SoundClip[] clips, float[][] vectors)
    {
        var (r1, map) = Score(clips, vectors);
        var (centredR1, centredMap) = Score(clips, Neighbours.Centre(vectors));
        Console.WriteLine(FormattableString.Invariant($"| {name} | {r1:0.000} | {map:0.000} | {centredR1:0.000} | {centredMap:0.000} |"));
        return new JsonObject { ["exit"] = name, ["r1"] = r1, ["map"] = map, ["centred_r1"] = centredR1, ["centred_map"] = centredMap };
    }

    private static (double First, double Precision) Score(SoundClip[] clips, float[][] vectors)
    {
        var (first, precision) = (0.0, 0.0);
        for (var query = 0; query < clips.Length; query++)
        {
            var clip = clips[query];
            var ranked = Neighbours.Rank(vectors, query, i => clips[i].Fold != clip.Fold);
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
