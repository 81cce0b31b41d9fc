namespace Reminisce.VectorData;

/// <summary>How deep the embedding is that gave a result its place.</summary>
public enum RefinementState
{
    /// <summary>It was stored at full depth.</summary>
    Full = 0,

    /// <summary>It was finished by this search, or by another while this one waited.</summary>
    Refined = 1,

    /// <summary>It stayed coarse: the search had no need, or no budget, to finish it.</summary>
    Coarse = 2,

    /// <summary>It stayed coarse because neither an activation nor a source was there to finish it from.</summary>
    NotResumable = 3,
}
