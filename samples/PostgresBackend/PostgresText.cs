using System.Text;
using System.Text.RegularExpressions;

namespace PostgresBackend;

/// <summary>What PostgreSQL takes as text, as names and as words.</summary>
internal static partial class PostgresText
{
    // Longer names are cut off by PostgreSQL, so that two could become one.
    private const int LongestName = 63;

    /// <exception cref="ArgumentException">The text holds a zero, which PostgreSQL cannot store, or half of a surrogate pair, which is no character.</exception>
    public static string Checked(string text)
    {
        if (text.Contains('\0', StringComparison.Ordinal))
        {
            throw new ArgumentException("The text holds a zero character, which PostgreSQL does not store: take it out.");
        }

        for (var rest = text.AsSpan(); !rest.IsEmpty;)
        {
            if (Rune.DecodeFromUtf16(rest, out _, out var length) != System.Buffers.OperationStatus.Done)
            {
                throw new ArgumentException("The text holds half of a surrogate pair, which is no character: give whole characters.");
            }

            rest = rest[length..];
        }

        return text;
    }

    /// <exception cref="ArgumentException">PostgreSQL cannot have the name.</exception>
    public static string Name(string name) => name.Length > 0 && Encoding.UTF8.GetByteCount(Checked(name)) <= LongestName
        ? $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
        : throw new ArgumentException($"'{name}' is no name for PostgreSQL: 1 to {LongestName} bytes.");

    /// <summary>Writes users' words as a full-text query for any of them, in which nothing of theirs is syntax; <see langword="null"/> without a word.</summary>
    public static string? Query(IEnumerable<string> words)
    {
        var found = words.SelectMany(word => Words().Matches(word)).Select(match => $"'{match.Value}'").Distinct(StringComparer.Ordinal).ToList();
        return found.Count == 0 ? null : string.Join(" | ", found);
    }

    [GeneratedRegex(@"[\p{L}\p{M}\p{N}]+")]
    private static partial Regex Words();
}
