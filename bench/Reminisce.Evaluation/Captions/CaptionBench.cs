using System.Diagnostics;
using Microsoft.Extensions.AI;
using Reminisce.Encoders;
using Reminisce.Training.Data;

namespace Reminisce.Evaluation;

/// <summary>The images of a split, their captions as queries, and the encoder under test.</summary>
internal sealed class CaptionBench
{
    private CaptionBench(EarlyExitEncoder encoder, IReadOnlyList<AIContent> images, IReadOnlyList<QueryEncoding> queries, IReadOnlyList<int> targets, int shortlist)
    {
        Encoder = encoder;
        Images = images;
        Queries = queries;
        Targets = targets;
        Shortlist = shortlist;
        Exits = [.. encoder.Exits.Where(e => e.Tower == "image")];
    }

    public EarlyExitEncoder Encoder { get; }

    public IReadOnlyList<AIContent> Images { get; }

    public IReadOnlyList<QueryEncoding> Queries { get; }

    /// <summary>For each query the place of its image.</summary>
    public IReadOnlyList<int> Targets { get; }

    public int Shortlist { get; }

    /// <summary>Exits of the image tower, shallow to deep.</summary>
    public IReadOnlyList<ExitLayer> Exits { get; }

    public static async Task<CaptionBench> LoadAsync(
        EarlyExitEncoder encoder, string data, string split, int limit, int shortlist, CancellationToken cancellationToken)
    {
        var images = CaptionData.Read(data, split).Take(limit > 0 ? limit : int.MaxValue).ToArray();
        var contents = new List<AIContent>();
        var queries = new List<QueryEncoding>();
        var targets = new List<int>();
        for (var i = 0; i < images.Length; i++)
        {
            contents.Add(new DataContent(await File.ReadAllBytesAsync(images[i].Path, cancellationToken), "image/jpeg"));
            foreach (var caption in images[i].Captions)
            {
                queries.Add(await encoder.EncodeQueryAsync(new TextContent(caption), cancellationToken));
                targets.Add(i);
            }

            if ((i + 1) % 100 == 0)
            {
                await Console.Error.WriteLineAsync($"queries of {i + 1} of {images.Length} images");
            }
        }

        return new CaptionBench(encoder, contents, queries, targets, shortlist);
    }

    /// <summary>Encodes all images and measures how long that takes.</summary>
    public async Task<(IReadOnlyList<EncodedItem> Items, double Seconds)> EncodeAsync(ExitPolicy policy, int layer = 0, bool keep = false)
    {
        var start = Stopwatch.GetTimestamp();
        var results = await Encoder.EncodeAsync(Images, new EncodingOptions { Policy = policy, FixedLayer = layer, KeepActivations = keep });
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        await Console.Error.WriteLineAsync($"{Images.Count} images, {policy} {(layer > 0 ? layer : "")} in {seconds:0.0} s");
        return ([.. results.Select(r => r.Item ?? throw new InvalidDataException($"An image of the split cannot be encoded: {r.Error!.Message}", r.Error))], seconds);
    }

    /// <summary>Finishes items from their activations; items at full depth stay.</summary>
    public async Task<(IReadOnlyList<EncodedItem> Items, double Seconds)> ResumeAsync(IReadOnlyList<EncodedItem> items)
    {
        var coarse = Enumerable.Range(0, items.Count).Where(i => items[i].Activation is not null).ToArray();
        var start = Stopwatch.GetTimestamp();
        var finished = await Encoder.ResumeAsync([.. coarse.Select(i => items[i].Activation!)]);
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        var result = items.ToArray();
        for (var i = 0; i < coarse.Length; i++)
        {
            result[coarse[i]] = finished[i];
        }

        return (result, seconds);
    }
}
