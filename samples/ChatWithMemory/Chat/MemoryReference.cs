using System.Globalization;
using System.Text.RegularExpressions;
using Reminisce.Memory;

namespace ChatWithMemory.Chat;

/// <summary>Finds which shown memories a person means: by number, by short id, by full id, or "it".</summary>
internal static partial class MemoryReference
{
    /// <summary>How many digits of an id are shown; the last ones, because the first ones are the time.</summary>
    public const int ShortLength = 8;

    public static string Short(Guid id) => id.ToString("N")[^ShortLength..];

    public static IReadOnlyList<Guid> Resolve(string words, IReadOnlyList<RenderedMemory> shown)
    {
        var ids = new List<Guid>();
        foreach (Match match in FullIdPattern().Matches(words))
        {
            ids.Add(Guid.Parse(match.Value));
        }

        if (ids.Count == 0)
        {
            ids.AddRange(shown.Where(memory => words.Contains(Short(memory.Id), StringComparison.OrdinalIgnoreCase)).Select(memory => memory.Id));
        }

        if (ids.Count == 0)
        {
            foreach (Match match in NumberPattern().Matches(words))
            {
                var number = int.Parse(match.Groups["number"].Value, CultureInfo.InvariantCulture);
                if (number >= 1 && number <= shown.Count)
                {
                    ids.Add(shown[number - 1].Id);
                }
            }
        }

        if (ids.Count == 0 && shown.Count == 1 && PronounPattern().IsMatch(words))
        {
            ids.Add(shown[0].Id);
        }

        return [.. ids.Distinct()];
    }

    [GeneratedRegex("[0-9a-fA-F]{8}-([0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}")]
    private static partial Regex FullIdPattern();

    [GeneratedRegex(@"(?<![\w])\[?(?<number>\d{1,2})\]?(?![\w])")]
    private static partial Regex NumberPattern();

    [GeneratedRegex(@"^(it|that|this|that one|this one)\s*[.!]*$", RegexOptions.IgnoreCase)]
    private static partial Regex PronounPattern();
}
