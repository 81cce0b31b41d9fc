namespace Reminisce.Memory.Time;

/// <summary>One rule of a culture: a sequence of words and slots, and what it means.</summary>
/// <remarks>
/// Elements are separated by blanks. <c>last|past</c> is a choice of words, <c>{unit}</c> a slot, and a question mark makes
/// either optional: <c>on?</c>, <c>{year?}</c>. <c>{Month}</c> takes words that also mean something else only with a capital
/// letter, <c>{month!}</c> never.
/// </remarks>
internal sealed class TimeTemplate
{
    /// <summary>Stands for every number.</summary>
    public const string AnyNumber = "{number}";

    /// <summary>Stands for every phrase of time.</summary>
    public const string AnyPhrase = "{point}";

    private TimeTemplate(string operation, string[] arguments, TimeElement[] elements)
    {
        Operation = operation;
        Arguments = arguments;
        Elements = elements;
        HasPoint = elements.Any(e => e.Slot == "point");
    }

    /// <summary>Gets the name of the meaning.</summary>
    public string Operation { get; }

    /// <summary>Gets what the meaning was given besides the slots.</summary>
    public string[] Arguments { get; }

    public TimeElement[] Elements { get; }

    /// <summary>Gets whether the rule contains another phrase of time.</summary>
    public bool HasPoint { get; }

    /// <summary>Lists the words the rule can begin with; <see cref="AnyNumber"/> and <see cref="AnyPhrase"/> stand for themselves.</summary>
    /// <param name="slots">The words of the slots.</param>
    public IReadOnlySet<string> Beginning(IReadOnlyDictionary<string, TimeWord[]> slots)
    {
        var begin = new HashSet<string>(StringComparer.Ordinal);
        foreach (var element in Elements)
        {
            begin.UnionWith(element.Slot switch
            {
                null => element.Choices.Select(words => words[0]),
                "point" => [AnyPhrase],
                var slot => slots.TryGetValue(slot, out var words) ? words.Select(word => word.Tokens[0]).Append(AnyNumber) : [AnyNumber],
            });
            if (!element.IsOptional)
            {
                break;
            }
        }

        return begin;
    }

    public static TimeTemplate Parse(string operation, string template)
    {
        var parts = operation.Split(':');
        var elements = template.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(ParseElement).ToArray();
        return new TimeTemplate(parts[0], parts[1..], elements);
    }

    private static TimeElement ParseElement(string text)
    {
        if (text.StartsWith('{') && text.EndsWith('}'))
        {
            var name = text[1..^1];
            var isOptional = name.EndsWith('?');
            name = name.TrimEnd('?');
            var certainty = name.EndsWith('!') ? WordCertainty.Certain
                : char.IsUpper(name[0]) ? WordCertainty.CertainOrCapitalized
                : WordCertainty.Any;
            return new TimeElement(name.TrimEnd('!').ToLowerInvariant(), certainty, [], isOptional);
        }

        var optional = text.Length > 1 && text.EndsWith('?');
        var words = (optional ? text[..^1] : text).Split('|').Select(TimeCulturePack.Words).ToArray();
        return new TimeElement(null, WordCertainty.Any, words, optional);
    }
}
