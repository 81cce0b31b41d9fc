using System.Globalization;

namespace Reminisce.Training.Learning.Batches;

/// <summary>Reads small pictures with classes: <c>classes.tsv</c>, <c>index.tsv</c> (class, offset, length) and <c>images.bin</c>.</summary>
internal static class LabelledPictures
{
    /// <summary>Reads and decodes all pictures.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="size">Edge to keep them at, in pixels.</param>
    /// <returns>The pictures, the class of each, and the number of classes.</returns>
    /// <exception cref="InvalidDataException">A row names an unknown class or lies outside the file.</exception>
    public static (PictureSet Pictures, int[] Labels, int Classes) Read(string folder, int size)
    {
        var classes = File.ReadLines(Path.Combine(folder, "classes.tsv")).Skip(1).Select((line, i) => (Name: line.Split('\t')[0], i)).ToDictionary(p => p.Name, p => p.i, StringComparer.Ordinal);
        var index = Path.Combine(folder, "index.tsv");
        var rows = File.ReadLines(index).Skip(1).Select(line => line.Split('\t')).ToArray();
        var bytes = File.ReadAllBytes(Path.Combine(folder, "images.bin"));
        var pictures = new PictureSet(rows.Length, size);
        var labels = new int[rows.Length];
        for (var i = 0; i < rows.Length; i++)
        {
            if (rows[i].Length != 3 || !classes.TryGetValue(rows[i][0], out labels[i]))
            {
                throw new InvalidDataException($"Row {i + 2} of '{index}' is '{string.Join(' ', rows[i])}'; expected a class of classes.tsv, an offset and a length.");
            }

            var offset = int.Parse(rows[i][1], CultureInfo.InvariantCulture);
            var length = int.Parse(rows[i][2], CultureInfo.InvariantCulture);
            if (offset < 0 || length < 0 || offset + (long)length > bytes.Length)
            {
                throw new InvalidDataException($"Row {i + 2} of '{index}' asks for bytes {offset} to {offset + (long)length}; images.bin has {bytes.Length}.");
            }

            pictures.Set(i, bytes.AsSpan(offset, length), $"images.bin at {offset}");
        }

        return (pictures, labels, classes.Count);
    }
}
