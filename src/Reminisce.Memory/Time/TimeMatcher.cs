using System.Globalization;

namespace Reminisce.Memory.Time;

/// <summary>Matches the rules of one culture against the tokens of one question.</summary>
/// <remarks>Not thread-safe: made for one question.</remarks>
internal sealed class TimeMatcher(TimeCulturePack pack, TimeResolver resolver, IReadOnlyList<TimeToken> tokens)
{
    /// <summary>A phrase may stand inside a phrase inside a phrase ("between early March and late May"), no deeper.</summary>
    private const int MaximumDepth = 2;

    private readonly Dictionary<(int Start, int Depth), List<(int End, TimeReading Reading)>> _nested = [];

    /// <summary>Finds the longest phrase that begins at a token.</summary>
    /// <param name="start">The token.</param>
    /// <param name="reading">What the phrase means.</param>
    /// <returns>The token after the phrase, or <paramref name="start"/> when none begins there.</returns>
    public int Match(int start, out TimeReading? reading)
    {
        var best = (End: start, Reading: (TimeReading?)null);
        foreach (var (end, found) in MatchAll(pack.Phrases, start, 0))
        {
            if (end > best.End)
            {
                best = (end, found);
            }
        }

        reading = best.Reading;
        return best.End;
    }

    /// <summary>Finds the phrases that begin at a token inside another phrase: one for every end, the first rule first.</summary>
    private List<(int End, TimeReading Reading)> Nested(int start, int depth)
    {
        if (!_nested.TryGetValue((start, depth), out var found))
        {
            found = MatchAll(pack.Inside, start, depth);
            _nested.Add((start, depth), found);
        }

        return found;
    }

    private List<(int End, TimeReading Reading)> MatchAll(TimeRules rules, int start, int depth)
    {
        var all = new List<(int End, TimeReading Reading)>();
        var bindings = new TimeBindings();
        foreach (var rule in start < tokens.Count ? rules.BeginningWith(tokens[start]) : [])
        {
            if (rule.HasPoint && depth >= MaximumDepth)
            {
                continue;
            }

            MatchElements(rule, 0, start, depth, bindings, end =>
            {
                if (all.TrueForAll(f => f.End != end) && resolver.Resolve(rule, bindings, pack.IsMonthFirst(resolver.Calendar.Culture)) is { IsEmpty: false } meaning)
                {
                    all.Add((end, meaning));
                }
            });
        }

        return all;
    }

    private void MatchElements(TimeTemplate rule, int element, int position, int depth, TimeBindings bindings, Action<int> matched)
    {
        if (element == rule.Elements.Length)
        {
            matched(position);
            return;
        }

        var current = rule.Elements[element];
        if (current.Slot is null)
        {
            foreach (var words in current.Choices)
            {
                if (StandsAt(words, position))
                {
                    MatchElements(rule, element + 1, position + words.Length, depth, bindings, matched);
                }
            }
        }
        else
        {
            MatchSlot(rule, element, current, position, depth, bindings, matched);
        }

        if (current.IsOptional)
        {
            MatchElements(rule, element + 1, position, depth, bindings, matched);
        }
    }

    private void MatchSlot(TimeTemplate rule, int element, TimeElement slot, int position, int depth, TimeBindings bindings, Action<int> matched)
    {
        if (position >= tokens.Count)
        {
            return;
        }

        var mark = bindings.Count;
        if (slot.Slot == "point")
        {
            foreach (var (end, point) in Nested(position, depth + 1))
            {
                bindings.Push("point", "", point);
                MatchElements(rule, element + 1, end, depth, bindings, matched);
                bindings.PopTo(mark);
            }

            return;
        }

        if (NumberAt(slot.Slot!, tokens[position]) is { } number)
        {
            bindings.Push(slot.Slot!, number.ToString(CultureInfo.InvariantCulture));
            MatchElements(rule, element + 1, position + 1, depth, bindings, matched);
            bindings.PopTo(mark);
        }

        foreach (var word in pack.Slots.TryGetValue(slot.Slot!, out var words) ? words : [])
        {
            if (StandsAt(word.Tokens, position) && IsTaken(word, slot.Certainty, tokens[position]))
            {
                bindings.Push(slot.Slot!, word.Value);
                MatchElements(rule, element + 1, position + word.Tokens.Length, depth, bindings, matched);
                bindings.PopTo(mark);
            }
        }
    }

    private static bool IsTaken(TimeWord word, WordCertainty certainty, TimeToken token) => certainty switch
    {
        WordCertainty.Any => true,
        WordCertainty.CertainOrCapitalized => !word.IsAmbiguous || token.IsCapitalized,
        _ => !word.IsAmbiguous,
    };

    private static int? NumberAt(string slot, TimeToken token) => slot switch
    {
        "n" when !token.IsOrdinal => token.Number,
        "day" => token.Number is >= 1 and <= 31 && token.Length <= 4 ? token.Number : null,
        "ordinal" => token.IsOrdinal && token.Number is >= 1 and <= 31 ? token.Number : null,
        "num" => token.Number is >= 1 and <= 31 && token.Length <= 2 ? token.Number : null,
        "year" => token.Number is >= 1900 and <= 2199 && token.Length == 4 ? token.Number : null,
        "hour" => token.Number is >= 0 and <= 24 && token.Length <= 2 && !token.IsOrdinal ? token.Number : null,
        "minute" => token.Number is >= 0 and <= 59 && token.Length == 2 ? token.Number : null,
        "nth" => token.IsOrdinal && token.Number is >= 1 and <= 5 ? token.Number : null,
        "yy" => token.Number is >= 0 and <= 99 && token.Length == 2 ? 2000 + token.Number : null,
        _ => null,
    };

    private bool StandsAt(string[] words, int position) => TimeTokenizer.StandsAt(tokens, words, position);
}
