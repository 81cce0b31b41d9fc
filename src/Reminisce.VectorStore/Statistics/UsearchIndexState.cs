namespace Reminisce.VectorData;

/// <summary>Where the graph of one vector property stands.</summary>
public enum UsearchIndexState
{
    /// <summary>No search has needed it since the store was opened; the next one that does loads or builds it.</summary>
    None,

    /// <summary>It is being loaded or built; searches are exact meanwhile.</summary>
    Building,

    /// <summary>It answers searches.</summary>
    Ready,

    /// <summary>It could not be built, and the log says why; searches are exact.</summary>
    GivenUp,
}
