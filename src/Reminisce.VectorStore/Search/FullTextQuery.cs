namespace Reminisce.VectorData.Search;

/// <summary>Writes users' words as an FTS5 query in which nothing of theirs is syntax.</summary>
internal static class FullTextQuery
{
    /// <summary>Joins quoted words with OR, over the given columns; null where no word has a letter or digit.</summary>
    public static string? Write(IEnumerable<string> words, IEnumerable<string> columns)
    {
        var quoted = words
            .Where(word => word.Any(char.IsLetterOrDigit))
            .Select(word => '"' + word.Replace('\0', ' ').Replace("\"", "\"\"", StringComparison.Ordinal) + '"')
            .Distinct(StringComparer.Ordinal)
            .ToList();
        return quoted.Count == 0 ? null : $"{{{string.Join(' ', columns)}}} : ({string.Join(" OR ", quoted)})";
    }

    public static IEnumerable<string> Split(string words)
        => words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
