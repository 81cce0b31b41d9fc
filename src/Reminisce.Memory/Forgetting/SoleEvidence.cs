namespace Reminisce.Memory.Forgetting;

/// <summary>Keeps at least one memory of every person, place and tag.</summary>
/// <remarks>Not thread-safe; made for one plan.</remarks>
internal sealed class SoleEvidence
{
    private readonly Dictionary<string, int> _left = new(StringComparer.OrdinalIgnoreCase);

    public SoleEvidence(IEnumerable<SweepCandidate> memories)
    {
        foreach (var cue in memories.SelectMany(m => m.Cues ?? []))
        {
            _left[cue] = _left.GetValueOrDefault(cue) + 1;
        }
    }

    /// <summary>Lets a memory go, unless it is the last one left of something.</summary>
    /// <returns>Whether it may go; it counts no longer then.</returns>
    public bool TryLetGo(SweepCandidate memory)
    {
        var cues = memory.Cues ?? [];
        if (cues.Any(cue => _left[cue] == 1))
        {
            return false;
        }

        foreach (var cue in cues)
        {
            _left[cue]--;
        }

        return true;
    }
}
