namespace Reminisce.VectorData.Search;

/// <summary>A graph as it is at one moment.</summary>
internal sealed record VectorIndexStatus(
    string Collection, string Property, string Metric, UsearchIndexState State, UsearchIndexProgress? Building, long Live, long Dead, long MemoryBytes, string Path);
