using Reminisce.Memory.Storage;

namespace Reminisce.Memory.Records;

/// <summary>What is remembered whole or not at all: one record, or the parts of an episode in order.</summary>
internal sealed record RememberUnit(IReadOnlyList<(int Position, MemoryRecord Record)> Parts)
{
    /// <summary>More is a day, not an episode.</summary>
    public const int MaximumParts = 64;

    public bool IsEpisode => Parts.Count > 1;

    public void RejectAll(RememberResult[] results, string reason)
    {
        foreach (var (position, _) in Parts)
        {
            results[position] = new RememberResult(RememberOutcome.Rejected, null, reason);
        }
    }
}
