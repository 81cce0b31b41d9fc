namespace Reminisce.VectorData;

/// <summary>When embeddings that a search finished are stored.</summary>
public enum WriteBackMode
{
    /// <summary>Before the search returns.</summary>
    Inline = 0,

    /// <summary>After the search returned, by a bounded queue.</summary>
    Background = 1,

    /// <summary>Never; every search finishes its candidates anew once they left memory.</summary>
    None = 2,
}
