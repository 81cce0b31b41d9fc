using Microsoft.Extensions.VectorData;

namespace Reminisce.VectorData.Search;

/// <summary>Reads VectorData's names of index kinds.</summary>
internal static class VectorIndexKinds
{
    public static VectorIndexKind Parse(string? name) => name switch
    {
        null or IndexKind.Dynamic => VectorIndexKind.Dynamic,
        IndexKind.Flat => VectorIndexKind.Flat,
        IndexKind.Hnsw => VectorIndexKind.Hnsw,
        _ => throw new NotSupportedException($"Index kind '{name}' is not supported. Supported: {IndexKind.Hnsw}, {IndexKind.Flat}, {IndexKind.Dynamic}."),
    };
}
