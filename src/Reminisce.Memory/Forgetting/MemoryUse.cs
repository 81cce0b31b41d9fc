namespace Reminisce.Memory.Forgetting;

/// <summary>How a memory was formed and used.</summary>
/// <param name="FormedAt">When it happened.</param>
/// <param name="UseCount">How often it was really used since.</param>
/// <param name="LastUses">When the latest uses were, newest first; older ones are only counted.</param>
/// <param name="Importance">How much it matters, 0 to 1.</param>
/// <param name="Depth">How deeply it was processed, 0 to 1; see <see cref="ProcessingDepth"/>.</param>
internal sealed record MemoryUse(DateTimeOffset FormedAt, int UseCount, IReadOnlyList<DateTimeOffset> LastUses, double Importance, double Depth = 0);
