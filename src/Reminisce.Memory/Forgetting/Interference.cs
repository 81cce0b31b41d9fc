using Reminisce.Memory.Time;

namespace Reminisce.Memory.Forgetting;

/// <summary>How crowded the ways to each memory are: other strong memories that every one of its words and cues leads to as well.</summary>
/// <remarks>
/// Not changed after it was made; made for one sweep. The fan effect: what a cue leads to shares its activation, so that each gets less by the
/// logarithm of their number (Anderson 1974; ACT-R's S - ln fan). A memory is reached by its rarest word, person, place or tag, so the
/// least crowded one counts; others count as much as they are strong. (Paper: forgetting by interference.)
/// </remarks>
internal sealed class Interference
{
    private readonly Dictionary<string, double> _fans = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Counts what leads where.</summary>
    /// <param name="memories">All memories in ordinary recall of a scope.</param>
    public Interference(IReadOnlyCollection<SweepCandidate> memories)
    {
        foreach (var memory in memories)
        {
            foreach (var way in WaysTo(memory))
            {
                _fans[way] = _fans.GetValueOrDefault(way) + memory.Strength;
            }
        }
    }

    /// <summary>Scores a memory: 0 when some way leads to it alone, and the logarithm of one more than its competitors otherwise.</summary>
    /// <param name="memory">One of the memories.</param>
    public double Of(SweepCandidate memory) => Math.Log(1 + Math.Max(0, WaysTo(memory).Select(way => _fans[way]).DefaultIfEmpty(memory.Strength).Min() - memory.Strength));

    private static IEnumerable<string> WaysTo(SweepCandidate memory) => TimeTokenizer.Tokenize(memory.Text).Where(t => char.IsLetterOrDigit(t.Text[0])).Select(t => t.Text)
        .Concat(memory.Cues ?? []).Distinct(StringComparer.OrdinalIgnoreCase);
}
