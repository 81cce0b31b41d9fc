using Reminisce.Training.Data;

namespace Reminisce.Training.Learning;

/// <summary>Pairs of texts that mean the same, to train a text tower on: rated pairs, and every other sentence with itself.</summary>
/// <remarks>A sentence with itself teaches to find the same words again, since different ones of them are hidden each time.</remarks>
internal static class TextPairs
{
    // Ratings are from 0 to 1; from here on people say that two sentences mean nearly the same.
    private const double SameMeaning = 0.7;

    /// <summary>Reads the pairs in a fixed order.</summary>
    public static IReadOnlyList<IReadOnlyList<string>> Read(string folder)
    {
        var rated = SentenceData.ReadPairs(folder);
        var pairs = rated.Where(p => p.Similarity >= SameMeaning).Select(p => (IReadOnlyList<string>)[p.Left, p.Right]).ToList();
        var paired = pairs.SelectMany(p => p).ToHashSet(StringComparer.Ordinal);
        pairs.AddRange(rated.SelectMany(p => new[] { p.Left, p.Right }).Distinct(StringComparer.Ordinal).Where(s => !paired.Contains(s)).Select(s => (IReadOnlyList<string>)[s, s]));
        return pairs;
    }
}
