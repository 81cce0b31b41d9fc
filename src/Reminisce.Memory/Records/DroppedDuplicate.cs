namespace Reminisce.Memory;

/// <summary>Something that was not stored because a memory of it is there; holds no content.</summary>
/// <param name="KeptId">The memory that stands for it.</param>
/// <param name="DroppedAt">When it was last offered.</param>
/// <param name="Source">Where it came from.</param>
/// <param name="Reason">Why it was not stored.</param>
public sealed record DroppedDuplicate(Guid KeptId, DateTimeOffset DroppedAt, string Source, DropReason Reason);
