using System.Globalization;
using Reminisce.Memory;
using Reminisce.Training.Data;

namespace Reminisce.Evaluation;

/// <summary>What comes in on a day: pictures, and after each a note about it.</summary>
internal static class IngestDay
{
    private static readonly DateTimeOffset s_morning = new(2026, 5, 4, 8, 0, 0, TimeSpan.Zero);

    /// <summary>Reads a folder of captioned images (the captions are the notes), of screenshots (their tasks are), or of images alone.</summary>
    /// <param name="folder">The folder, with <c>images/</c> in it.</param>
    /// <param name="items">The most items.</param>
    /// <exception cref="InvalidDataException">There is no picture.</exception>
    public static IReadOnlyList<MemoryInput> Read(string folder, int items)
    {
        var inputs = new List<MemoryInput>();
        foreach (var (path, note) in Pictures(folder))
        {
            Add(new MemoryInput { Media = File.ReadAllBytes(path), MediaType = path.EndsWith(".png", StringComparison.OrdinalIgnoreCase) ? "image/png" : "image/jpeg", MediaReference = path, Source = "camera" });
            if (note is not null)
            {
                Add(new MemoryInput { Text = note, Source = "notes" });
            }

            if (inputs.Count >= items)
            {
                break;
            }
        }

        return inputs.Count == 0 ? throw new InvalidDataException($"'{folder}' has no pictures; expected a folder 'images' in it.") : [.. inputs.Take(items)];

        // Sixteen hours of a day, evenly.
        void Add(MemoryInput input)
        {
            input.OccurredAt = s_morning.AddSeconds(inputs.Count * Math.Max(1, 57_600 / items));
            inputs.Add(input);
        }
    }

    private static IEnumerable<(string Path, string? Note)> Pictures(string folder)
    {
        if (File.Exists(Path.Combine(folder, "captions.tsv")))
        {
            var split = CaptionData.Splits(folder) is var splits && splits.Contains("dev") ? "dev" : splits.Order(StringComparer.Ordinal).First();
            return CaptionData.Read(folder, split).Select(image => (image.Path, (string?)image.Captions[0]));
        }

        var images = Path.Combine(folder, "images");
        if (File.Exists(Path.Combine(folder, "screenshots.tsv")))
        {
            return File.ReadLines(Path.Combine(folder, "screenshots.tsv")).Skip(1).Select(l => l.Split('\t')).Select((f, i) => (Path.Combine(images, f[0]), (string?)string.Create(CultureInfo.InvariantCulture, $"{f[2]}, the {i + 1}. of the day")));
        }

        return Directory.Exists(images)
            ? Directory.EnumerateFiles(images).Where(f => Path.GetExtension(f).ToUpperInvariant() is ".JPG" or ".JPEG" or ".PNG").Order(StringComparer.Ordinal).Select(f => (f, (string?)null))
            : [];
    }
}
