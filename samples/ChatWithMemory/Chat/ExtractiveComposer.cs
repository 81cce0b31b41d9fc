using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Reminisce.Memory;

namespace ChatWithMemory.Chat;

/// <summary>Words answers out of quotes from memories, each with its number, time, source and short id.</summary>
internal sealed partial class ExtractiveComposer(TimeZoneInfo zone)
{
    private const int BestCount = 5;
    private const int LineLength = 160;

    public string ComposeAnswer(string question, string recallResult)
    {
        var memories = RenderedMemories.Parse(recallResult);
        if (memories.Count == 0)
        {
            return recallResult.StartsWith("Nothing was found", StringComparison.Ordinal)
                ? RenderedMemories.Hint(recallResult) ?? "Nothing found in your memory about that."
                : recallResult;
        }

        var inTimeOrder = memories.Zip(memories.Skip(1)).All(pair => pair.First.Time <= pair.Second.Time);
        if (memories.Count > 1 && inTimeOrder && RenderedMemories.HasTimeSpan(recallResult))
        {
            var (first, last) = (Day(memories[0].Time), Day(memories[^1].Time));
            var span = first == last ? $"of {first}" : $"from {first} to {last}";
            return $"{memories.Count} memories {span}:\n{Lines(memories)}";
        }

        var best = BestSentence(question, memories[0].Text);
        var lead = best.Length > 0 ? $"\"{best}\" [1]\n" : "";
        return lead + Lines([.. memories.Take(BestCount)]);
    }

    public string ComposeForget(string forgetResult)
    {
        var memories = RenderedMemories.Parse(forgetResult);
        return memories.Count == 0
            ? forgetResult
            : $"This would be removed for good:\n{Lines(memories)}\nSay \"yes\" to remove it, or anything else to keep it.";
    }

    private string Lines(IReadOnlyList<RenderedMemory> memories)
    {
        var text = new StringBuilder();
        for (var i = 0; i < memories.Count; i++)
        {
            var memory = memories[i];
            var time = TimeZoneInfo.ConvertTime(memory.Time, zone).ToString("ddd d MMM yyyy HH:mm", CultureInfo.InvariantCulture);
            text.Append(CultureInfo.InvariantCulture, $"{(i == 0 ? "" : "\n")}[{i + 1}] {time} · {memory.Source} · {MemoryReference.Short(memory.Id)} · {Shown(memory)}");
        }

        return text.ToString();
    }

    private static string Shown(RenderedMemory memory)
    {
        var line = WhiteSpace().Replace(memory.Text, " ").Trim();
        var cut = line.Length > LineLength ? line[..LineLength].TrimEnd() + "…" : line;
        var origin = memory.Trust switch { "thirdParty" => " (from somebody else)", "web" => " (from the web)", _ => "" };
        var kind = memory.Modality == "text" ? "" : cut.Length == 0 ? $"({memory.Modality} without words)" : $"({memory.Modality}) ";
        var count = memory.Count is { } members ? $" (stands for {members})" : "";
        return kind + cut + origin + count;
    }

    /// <summary>The sentence that shares most words with the question; the first of equals.</summary>
    private static string BestSentence(string question, string text)
    {
        var asked = Words(question);
        return SentenceEnd().Split(WhiteSpace().Replace(text, " ").Trim())
            .Where(sentence => sentence.Length > 0)
            .DefaultIfEmpty("")
            .MaxBy(sentence => Words(sentence).Count(asked.Contains))!;
    }

    private static HashSet<string> Words(string text) =>
        [.. WordPattern().Matches(text).Select(match => match.Value.ToUpperInvariant()).Where(word => word.Length > 2)];

    private string Day(DateTimeOffset time) => TimeZoneInfo.ConvertTime(time, zone).ToString("ddd d MMM yyyy", CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\s+")]
    private static partial Regex WhiteSpace();

    [GeneratedRegex(@"(?<=[.!?。！？])\s+")]
    private static partial Regex SentenceEnd();

    [GeneratedRegex(@"[\p{L}\p{N}]+")]
    private static partial Regex WordPattern();
}
