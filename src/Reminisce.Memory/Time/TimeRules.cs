using System.Collections.Frozen;

namespace Reminisce.Memory.Time;

/// <summary>The rules of a culture by the word they can begin with: most words of a text begin none.</summary>
/// <remarks>Immutable; safe to share between threads. The order of the rules is kept.</remarks>
internal sealed class TimeRules
{
    private readonly (TimeTemplate Rule, IReadOnlySet<string> Beginning)[] _rules;
    private readonly FrozenDictionary<string, TimeTemplate[]> _byWord;

    public TimeRules(IEnumerable<TimeTemplate> rules, IReadOnlyDictionary<string, TimeWord[]> slots)
    {
        _rules = [.. rules.Select(rule => (rule, rule.Beginning(slots)))];
        _byWord = _rules.SelectMany(r => r.Beginning).Distinct().ToFrozenDictionary(word => word, word => Where(b => b.Contains(word)));
    }

    /// <summary>Lists the rules that can begin with a token.</summary>
    public IReadOnlyList<TimeTemplate> BeginningWith(TimeToken token) =>
        token.Number is not null ? Where(b => b.Contains(TimeTemplate.AnyNumber) || b.Contains(token.Text))
        : _byWord.TryGetValue(token.Text, out var rules) ? rules
        : [];

    // A rule that begins with another phrase may begin wherever one can.
    private TimeTemplate[] Where(Func<IReadOnlySet<string>, bool> begins) =>
        [.. _rules.Where(r => r.Beginning.Contains(TimeTemplate.AnyPhrase) || begins(r.Beginning)).Select(r => r.Rule)];
}
