namespace Reminisce.Memory;

/// <summary>How much of one kind an audit found.</summary>
/// <param name="Kind">What was looked for.</param>
/// <param name="Findings">The number of findings, listed or not.</param>
/// <param name="Memories">The number of memories they concern.</param>
public sealed record AuditCount(AuditFindingKind Kind, int Findings, int Memories);
