namespace Reminisce.VectorData;

/// <summary>What the second step of a search kept.</summary>
/// <param name="Merged">Items of all exits together.</param>
/// <param name="Duplicates">Items seen at two exits because they were upgraded meanwhile; the deeper one counts.</param>
/// <param name="Kept">Candidates that go on.</param>
/// <param name="MeanDepth">Mean share of their tower that the embeddings of the kept ones have run, 0 to 1.</param>
public sealed record VerifyTrace(int Merged, int Duplicates, int Kept, double MeanDepth);
