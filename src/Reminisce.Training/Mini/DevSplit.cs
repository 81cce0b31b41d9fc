using System.Numerics.Tensors;
using Microsoft.Extensions.AI;
using Reminisce.Encoders;
using Reminisce.Training.Data;

namespace Reminisce.Training.Mini;

/// <summary>Measures a finished pack on the dev split through the encoder that the product uses.</summary>
internal static class DevSplit
{
    private const string Split = "dev";

    /// <summary>Encodes the split at every exit; data without that split gives no rows.</summary>
    public static IReadOnlyList<DevRow> Measure(MiniPackOptions options, BuildProgress progress)
    {
        var folder = Path.Combine(options.DataFolder, "flickr8k");
        if (!CaptionData.Splits(folder).Contains(Split))
        {
            return [];
        }

        var images = CaptionData.Read(folder, Split);
        using var encoder = EarlyExitEncoder.Open(options.OutputFolder);
        var queries = new List<(QueryEncoding Query, int Target)>();
        for (var i = 0; i < images.Count; i++)
        {
            foreach (var caption in images[i].Captions)
            {
                // The builder is synchronous and the encoder's work is computation on this thread's behalf.
                queries.Add((encoder.EncodeQueryAsync(new TextContent(caption)).GetAwaiter().GetResult(), i));
            }

            progress.Report("Dev split: captions", (i + 1.0) / images.Count);
        }

        var contents = images.Select(i => (AIContent)new DataContent(File.ReadAllBytes(i.Path), "image/jpeg")).ToArray();
        var rows = new List<DevRow>();
        var exits = encoder.Exits.Where(e => e.Tower == "image").ToArray();
        foreach (var exit in exits)
        {
            var encoded = encoder.EncodeAsync(contents, new EncodingOptions { Policy = ExitPolicy.Fixed, FixedLayer = exit.Layer, KeepActivations = false }).GetAwaiter().GetResult();
            var vectors = encoded.Select(e => e.Item?.Vector ?? throw new InvalidDataException($"A picture of '{folder}' cannot be encoded: {e.Error!.Message}", e.Error)).ToArray();
            var ranks = queries.AsParallel().Select(q => Rank(q.Query.Find(exit)!.Vector, vectors, q.Target)).ToArray();
            double Recall(int k) => ranks.Count(r => r <= k) / (double)ranks.Length;
            rows.Add(new DevRow(exit.Layer, images.Count, ranks.Length, Recall(1), Recall(5), Recall(10)));
            progress.Report("Dev split: images", rows.Count / (double)exits.Length);
        }

        return rows;
    }

    private static int Rank(ReadOnlyMemory<float> query, ReadOnlyMemory<float>[] items, int target)
    {
        var own = TensorPrimitives.Dot(query.Span, items[target].Span);
        var rank = 1;
        for (var i = 0; i < items.Length; i++)
        {
            rank += i != target && TensorPrimitives.Dot(query.Span, items[i].Span) >= own ? 1 : 0;
        }

        return rank;
    }
}
