namespace Reminisce.VectorData.Search;

/// <summary>What a caller asked of one search.</summary>
internal readonly record struct SearchTuning(int? Expansion, bool Exact);
