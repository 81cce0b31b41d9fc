namespace Reminisce.VectorData;

/// <summary>A finished item, one that was stopped on the way, one that came too late, or none when there was nothing to finish it from.</summary>
/// <param name="Item">The item at full depth.</param>
/// <param name="Shared">Whether another call did the work.</param>
/// <param name="Entry">Its entry, which decides who stores it.</param>
/// <param name="Stopped">The item at the exit where the caller stopped it; it counts for this caller only.</param>
/// <param name="IsLate">Whether its activation is gone and no time was left to ask for its content.</param>
internal readonly record struct RefinementOutcome(
    EncodedItem? Item, bool Shared, RefinementTable.Entry? Entry, EncodedItem? Stopped = null, bool IsLate = false);
