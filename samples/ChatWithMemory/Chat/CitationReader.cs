using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.AI;
using Reminisce.Memory;

namespace ChatWithMemory.Chat;

/// <summary>Finds the memories that an answer cites: by number, by short id or by full id.</summary>
internal static partial class CitationReader
{
    public static IReadOnlyList<Citation> Read(IEnumerable<ChatMessage> turn, string answer)
    {
        var recalled = turn
            .SelectMany(message => message.Contents)
            .OfType<FunctionResultContent>()
            .SelectMany(result => RenderedMemories.Parse(result.Result?.ToString() ?? ""))
            .ToList();
        var numbers = NumberPattern().Matches(answer)
            .Select(match => int.Parse(match.Groups["number"].Value, CultureInfo.InvariantCulture))
            .ToHashSet();
        var cited = new List<Citation>();
        for (var i = 0; i < recalled.Count; i++)
        {
            var memory = recalled[i];
            var named = numbers.Contains(i + 1) || answer.Contains(memory.Id.ToString(), StringComparison.OrdinalIgnoreCase);
            if (named && cited.All(citation => citation.Id != memory.Id))
            {
                cited.Add(new Citation(memory.Id, memory.Time, memory.Source, memory.Modality, memory.Text));
            }
        }

        return cited;
    }

    [GeneratedRegex(@"\[(?<number>\d{1,3})\]")]
    private static partial Regex NumberPattern();
}
