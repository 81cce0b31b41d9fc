namespace Reminisce.Training.Data;

/// <summary>Reads a folder of captioned images: <c>captions.tsv</c> (image, split, caption index, caption) and <c>images/</c>.</summary>
internal static class CaptionData
{
    // Fewer are too few to fit heads on, and to calibrate on a twelfth of.
    private const int FewestItems = 240;

    /// <summary>Reads the images to train a pack on: the split <c>train</c>.</summary>
    /// <exception cref="InvalidDataException">The data is damaged or too small.</exception>
    public static IReadOnlyList<CaptionedImage> ReadTrain(string folder)
    {
        var images = Read(folder, "train");
        return images.Count >= FewestItems
            ? images
            : throw new InvalidDataException($"'{folder}' has {images.Count} pictures with captions in its split 'train'; give at least {FewestItems}.");
    }

    /// <summary>Names the splits that a folder has.</summary>
    public static IReadOnlySet<string> Splits(string folder) =>
        File.ReadLines(Path.Combine(folder, "captions.tsv")).Skip(1).Select(line => line.Split('\t')).Where(f => f.Length == 4).Select(f => f[1]).ToHashSet(StringComparer.Ordinal);

    /// <summary>Reads the images of one split in the order of the file.</summary>
    /// <param name="folder">The folder with <c>captions.tsv</c>.</param>
    /// <param name="split">Name of the split, for example <c>train</c>.</param>
    /// <exception cref="InvalidDataException">A row has not four columns, or the split is empty.</exception>
    public static IReadOnlyList<CaptionedImage> Read(string folder, string split)
    {
        var file = Path.Combine(folder, "captions.tsv");
        var captions = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        var order = new List<string>();
        foreach (var line in File.ReadLines(file).Skip(1))
        {
            // A double quote is a plain character in this file.
            var fields = line.Split('\t');
            if (fields.Length != 4)
            {
                throw new InvalidDataException($"'{file}' has a row with {fields.Length} columns; expected image, split, caption index and caption: '{line}'.");
            }

            if (fields[1] != split)
            {
                continue;
            }

            if (!captions.TryGetValue(fields[0], out var list))
            {
                captions[fields[0]] = list = [];
                order.Add(fields[0]);
            }

            list.Add(fields[3]);
        }

        if (order.Count == 0)
        {
            throw new InvalidDataException($"'{file}' has no rows of split '{split}'.");
        }

        return [.. order.Select(name => new CaptionedImage(Path.Combine(folder, "images", name), split, captions[name]))];
    }
}
