namespace Reminisce.Memory;

/// <summary>What a consolidation stored.</summary>
/// <param name="Stored">Memories that are new.</param>
/// <param name="Duplicates">Impressions that were remembered already.</param>
/// <param name="Rejected">Why others could not be remembered, one sentence each.</param>
public sealed record ConsolidationReport(int Stored, int Duplicates, IReadOnlyList<string> Rejected);
