namespace Reminisce.Memory;

/// <summary>One thing an audit found.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Ids">The memories concerned, oldest first.</param>
/// <param name="Detail">One sentence for a person; it quotes no content, and never a secret.</param>
public sealed record AuditFinding(AuditFindingKind Kind, IReadOnlyList<Guid> Ids, string Detail);
