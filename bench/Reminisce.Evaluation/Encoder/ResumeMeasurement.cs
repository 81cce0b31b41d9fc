using System.Numerics.Tensors;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Reminisce.Encoders;

namespace Reminisce.Evaluation;

/// <summary>Finishing candidates from their activations: its cost beside encoding them, and how far the answers are from exact ones.</summary>
internal static class ResumeMeasurement
{
    private const int Candidates = 50;
    private const int Rounds = 5;

    public static async Task<JsonObject> RunAsync(TowerBench bench, CancellationToken cancellationToken)
    {
        var items = bench.Items.Take(Candidates).ToArray();
        using var encoder = new EarlyExitEncoder(bench.Pack);
        var full = new EncodingOptions { Policy = ExitPolicy.Full };
        var exact = Vectors(await encoder.EncodeAsync(items, full, cancellationToken));
        var activations = await StopAsync(bench, encoder, items, cancellationToken);
        var finish = new Contestant("finish", async _ => await encoder.ResumeAsync(activations, cancellationToken));
        var scratch = new Contestant("scratch", async _ => await encoder.EncodeAsync(items, full, cancellationToken));
        await Contest.RunAsync([finish, scratch], Rounds, new Random(1), cancellationToken);
        var report = new JsonObject
        {
            ["resume_ratio"] = Figures.Ratio(finish.P50, scratch.P50),
            ["resume_candidates"] = items.Length,
            ["resume_depth_mean"] = Math.Round(activations.Average(a => a.Exit.Depth), 3),
        };
        foreach (var format in (ActivationFormat[])[ActivationFormat.Int4, ActivationFormat.Int8])
        {
            using var other = new EarlyExitEncoder(bench.Pack, new EarlyExitEncoderOptions { ActivationFormat = format });
            var finished = await other.ResumeAsync(await StopAsync(bench, other, items, cancellationToken), cancellationToken);
            var cosines = finished.Select((f, i) => (double)TensorPrimitives.CosineSimilarity(f.Vector.Span, exact[i].Span)).ToArray();
            var name = format.ToString().ToLowerInvariant();
            report[$"{name}_cosine"] = Math.Round(cosines.Average(), 5);
            report[$"{name}_cosine_lowest"] = Math.Round(cosines.Min(), 5);
        }

        return report;
    }

    /// <summary>Stops the items at the exits before the last in turn, which is half the depth on average.</summary>
    private static async Task<Activation[]> StopAsync(TowerBench bench, EarlyExitEncoder encoder, AIContent[] items, CancellationToken cancellationToken)
    {
        var activations = new Activation[items.Length];
        var early = bench.Tower.FullExit;
        for (var exit = 0; exit < early; exit++)
        {
            int[] mine = [.. Enumerable.Range(0, items.Length).Where(i => i % early == exit)];
            var options = new EncodingOptions { Policy = ExitPolicy.Fixed, FixedLayer = bench.Tower.Exits[exit].Layer };
            var stopped = await encoder.EncodeAsync([.. mine.Select(i => items[i])], options, cancellationToken);
            for (var i = 0; i < mine.Length; i++)
            {
                activations[mine[i]] = stopped[i].Item!.Activation!;
            }
        }

        return activations;
    }

    private static ReadOnlyMemory<float>[] Vectors(IReadOnlyList<EncodingResult> results) => [.. results.Select(r => r.Item!.Vector)];
}
