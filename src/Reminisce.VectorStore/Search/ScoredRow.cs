namespace Reminisce.VectorData.Search;

/// <summary>A row and its score.</summary>
internal readonly record struct ScoredRow(long Row, double Score);
