using Microsoft.Extensions.AI;
using Reminisce.Encoders;
using Reminisce.Training.Algebra;
using Reminisce.Training.Heads;
using Reminisce.Training.Packs;

namespace Reminisce.Training.Import;

/// <summary>Unrelated content, on which the similarity of unrelated pairs is measured.</summary>
internal sealed class Samples
{
    private const int Fewest = 16;
    private const int Most = 200;

    private static readonly Dictionary<string, (string Kind, string Type)> s_types = new(StringComparer.OrdinalIgnoreCase)
    {
        [".jpg"] = ("image", "image/jpeg"),
        [".jpeg"] = ("image", "image/jpeg"),
        [".png"] = ("image", "image/png"),
        [".webp"] = ("image", "image/webp"),
        [".wav"] = ("audio", "audio/wav"),
        [".csv"] = ("motion", MotionContent.MediaType),
    };

    private readonly Dictionary<string, List<AIContent>> _items = new(StringComparer.Ordinal);

    /// <summary>Reads a folder, at most 200 items of a kind, in the order of their names.</summary>
    /// <exception cref="SourceModelException">It is not there.</exception>
    public Samples(string folder)
    {
        if (!Directory.Exists(folder))
        {
            throw new SourceModelException(Path.GetFileName(folder), "a folder of samples", "none of that name");
        }

        foreach (var file in Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal))
        {
            if (Path.GetExtension(file).Equals(".txt", StringComparison.OrdinalIgnoreCase))
            {
                foreach (var line in File.ReadLines(file).Where(l => !string.IsNullOrWhiteSpace(l)))
                {
                    Add("text", () => new TextContent(line));
                }
            }
            else if (s_types.TryGetValue(Path.GetExtension(file), out var type))
            {
                Add(type.Kind, () => new DataContent(File.ReadAllBytes(file), type.Type));
            }
        }
    }

    /// <summary>Measures every pair of towers that there are samples for, and gives a query head for every exit of the asked.</summary>
    public IReadOnlyList<PackQueryHead> Calibrate(EarlyExitEncoder encoder, PackManifest manifest, double falseAcceptRate, BuildProgress progress)
    {
        var towers = manifest.Towers.Where(t => _items.GetValueOrDefault(t.Name)?.Count >= Fewest).ToList();
        if (towers.Count == 0)
        {
            throw new SourceModelException("samples", $"{Fewest} or more samples of {string.Join(" or ", manifest.Towers.Select(t => t.Name))}", string.Join(", ", _items.Select(i => $"{i.Value.Count} of {i.Key}").DefaultIfEmpty("none")));
        }

        var embeddings = new Dictionary<(string Tower, int Layer), Matrix>();
        foreach (var (tower, exit) in towers.SelectMany(t => t.Exits.Select(e => (t, e))))
        {
            embeddings[(tower.Name, exit.Layer)] = Embed(encoder, tower.Name, exit.Layer);
            progress.Report("Calibrating", embeddings.Count / (double)towers.Sum(t => t.Exits.Count));
        }

        return
        [
            .. from tower in towers
               from target in towers
               from exit in target.Exits
               select new PackQueryHead(
                   tower.Name,
                   target.Name,
                   exit.Layer,
                   tower.Exits[^1].Head,
                   Calibration.Measure(embeddings[(tower.Name, tower.Layers)], embeddings[(target.Name, exit.Layer)], falseAcceptRate)),
        ];
    }

    private void Add(string kind, Func<AIContent> item)
    {
        if (!_items.TryGetValue(kind, out var list))
        {
            _items[kind] = list = [];
        }

        if (list.Count < Most)
        {
            list.Add(item());
        }
    }

    private Matrix Embed(EarlyExitEncoder encoder, string tower, int layer)
    {
        // The builder is synchronous, and the encoder's work is computation on this thread's behalf.
        var options = new EncodingOptions { Policy = ExitPolicy.Fixed, FixedLayer = layer, KeepActivations = false };
        var results = encoder.EncodeAsync(_items[tower], options).GetAwaiter().GetResult();
        var good = results.Select((r, i) => r.Item ?? throw new SourceModelException($"sample {i + 1} of {tower}", "content that can be encoded", r.Error!.Message, r.Error)).ToList();
        var matrix = new Matrix(good.Count, encoder.Dimensions);
        for (var i = 0; i < good.Count; i++)
        {
            good[i].Vector.Span.CopyTo(matrix.Row(i));
        }

        return matrix;
    }
}
