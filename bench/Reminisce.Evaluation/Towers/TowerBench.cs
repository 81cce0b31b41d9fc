using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging.Abstractions;
using Reminisce.Encoders;
using Reminisce.Training.Data;

namespace Reminisce.Evaluation;

/// <summary>One tower of a pack, and real content for it.</summary>
internal sealed class TowerBench : IDisposable
{
    public const int Batch = 8;

    private TowerBench(PackSource source, ModelPack pack, PackTower tower, string data, IReadOnlyList<AIContent> items, int? fold, IReadOnlyCollection<string>? parts)
    {
        Source = source;
        Pack = pack;
        Data = data;
        Items = items;
        Fold = fold;
        Parts = parts is { Count: > 0 } ? parts : null;
        Tower = new TowerRuntime(pack, tower, Options, NullLogger.Instance);
    }

    public static EarlyExitEncoderOptions Options { get; } = new();

    public PackSource Source { get; }

    public ModelPack Pack { get; }

    public string Data { get; }

    public TowerRuntime Tower { get; }

    public IReadOnlyList<AIContent> Items { get; }

    /// <summary>The fold that clips are of; null for all.</summary>
    public int? Fold { get; }

    /// <summary>The parts of the suite that are measured; null for all.</summary>
    public IReadOnlyCollection<string>? Parts { get; }

    public Progress Progress { get; } = new();

    /// <summary>Loads a pack's tower and the first items of the data folder.</summary>
    public static TowerBench Open(PackSource source, string tower, string data, int count, int? fold = null, IReadOnlyCollection<string>? parts = null)
    {
        var pack = ModelPack.Open(source.Folder);
        var description = pack.Manifest.Towers.FirstOrDefault(t => t.Name == tower)
            ?? throw new ArgumentException($"--tower {tower}: the pack has {string.Join(", ", pack.Manifest.Towers.Select(t => t.Name))}.");
        return new TowerBench(source, pack, description, data, Read(description.Modality, data, count, fold), fold, parts);
    }

    /// <summary>The clips of a folder, or of one fold of it.</summary>
    public static IEnumerable<SoundClip> Clips(string data, int? fold) => SoundData.Read(data).Where(c => fold is null || c.Fold == fold);

    /// <summary>The embeddings of every item at every exit, from one run through the tower.</summary>
    /// <returns>By exit, then by item.</returns>
    public float[][][] EmbedAtEveryExit(CancellationToken cancellationToken)
    {
        var embeddings = Tower.Exits.Select(_ => new float[Items.Count][]).ToArray();
        var dimensions = Pack.Manifest.Dimensions;
        for (var start = 0; start < Items.Count; start += Batch)
        {
            using var wave = Prepare(start, Math.Min(Batch, Items.Count - start), cancellationToken);
            using var hidden = Tower.Begin(wave, 0, wave.Items.Count, cancellationToken);
            for (var exit = 0; exit < embeddings.Length; exit++)
            {
                Tower.AdvanceTo(exit, hidden, Math.Max(0, exit - 1), cancellationToken);
                var rows = new float[hidden.Count * dimensions];
                Tower.Embed(exit, hidden, 0, hidden.Count, rows, cancellationToken);
                for (var i = 0; i < hidden.Count; i++)
                {
                    embeddings[exit][wave.Items[i]] = rows.AsSpan(i * dimensions, dimensions).ToArray();
                }
            }

            if (start % 200 == 0)
            {
                Progress.Say($"{start} of {Items.Count} items at every exit");
            }
        }

        return embeddings;
    }

    /// <summary>Decodes items next to each other. The caller disposes the answer.</summary>
    /// <exception cref="InvalidDataException">One cannot be decoded.</exception>
    public PreparedWave Prepare(int start, int count, CancellationToken cancellationToken)
    {
        var wave = Tower.FrontEnd.Prepare(Items, [.. Enumerable.Range(start, count)], cancellationToken);
        return wave.Failures.Count == 0 ? wave : throw new InvalidDataException(wave.Failures[0].Value.Message, wave.Failures[0].Value);
    }

    public void Dispose() => Tower.Dispose();

    private static IReadOnlyList<AIContent> Read(string modality, string data, int count, int? fold) => modality switch
    {
        PackModality.Image => [.. CaptionData.Read(data, "dev").Take(count).Select(i => new DataContent(File.ReadAllBytes(i.Path), "image/jpeg"))],
        PackModality.Audio => SoundData.Contents(Clips(data, fold).Take(count)),
        _ => throw new ArgumentException($"Only towers of images and audio are measured, not {modality}."),
    };
}
