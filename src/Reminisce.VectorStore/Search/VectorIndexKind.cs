namespace Reminisce.VectorData.Search;

/// <summary>How a vector property is searched.</summary>
internal enum VectorIndexKind
{
    /// <summary>Exact while small, approximate once it pays.</summary>
    Dynamic,

    /// <summary>Always exact.</summary>
    Flat,

    /// <summary>A graph, except where an exact scan of few rows is cheaper.</summary>
    Hnsw,
}
