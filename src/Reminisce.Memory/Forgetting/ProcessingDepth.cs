using Reminisce.Memory.Storage;

namespace Reminisce.Memory.Forgetting;

/// <summary>How deeply a memory was processed beyond being taken in.</summary>
/// <remarks>
/// Stateless. What was worked on lasts longer than what was only seen (Craik and Lockhart 1972, Craik and Tulving 1975). Half of the depth is
/// that its embedding was finished, which recall does to what it considers; half that the person put what was seen or heard in words. Use,
/// the third sign, is counted by the base level itself. (Paper: depth of processing.)
/// </remarks>
internal static class ProcessingDepth
{
    /// <summary>Tells the depth, 0 to 1.</summary>
    /// <param name="record">The memory.</param>
    /// <param name="isFinished">Whether its embedding is at full depth; false where that was not read.</param>
    public static double Of(MemoryRecord record, bool isFinished = false) => (isFinished ? 0.5 : 0) + (IsWorded(record) ? 0.5 : 0);

    private static bool IsWorded(MemoryRecord record) => record.MediaType is not null && record.Text.Length > 0 && record.Trust == (int)TrustTier.User;
}
