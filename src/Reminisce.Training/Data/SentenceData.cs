
namespace Reminisce.Training.Data;

/// <summary>Reads sentences without images, each group being texts that mean much the same.</summary>
internal static class SentenceData
{
    /// <summary>Pairs of STS and SICK with their similarity, scaled to 0 to 1.</summary>
    /// <param name="folder">The folder with <c>sts2012-2015.tsv</c> and <c>sick2014-train.tsv</c>; a missing file gives no pairs.</param>
    public static IReadOnlyList<(string Left, string Right, double Similarity)> ReadPairs(string folder)
    {
        var pairs = new List<(string, string, double)>();
        foreach (var fields in Rows(Path.Combine(folder, "sts2012-2015.tsv"), 4))
        {
            pairs.Add((fields[1], fields[2], Number(fields[0]) / 5));
        }

        foreach (var fields in Rows(Path.Combine(folder, "sick2014-train.tsv"), 5))
        {
            pairs.Add((fields[1], fields[2], (Number(fields[3]) - 1) / 4));
        }

        return pairs;
    }

    private static IEnumerable<string[]> Rows(string file, int columns)
    {
        if (!File.Exists(file))
        {
            yield break;
        }

        foreach (var line in File.ReadLines(file).Skip(1))
        {
            var fields = line.Split('\t');
            if (fields.Length < columns)
            {
                throw new InvalidDataException($"'{file}' has a row with {fields.Length} columns; expected {columns}: '{line}'.");
            }

            yield return fields;
        }
    }

    private static double Number(string text) => double.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
