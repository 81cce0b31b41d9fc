namespace Reminisce.VectorData;

/// <summary>Why a search stopped finishing candidates.</summary>
public enum RetrievalStop
{
    /// <summary>Every coarse candidate was looked at.</summary>
    Done = 0,

    /// <summary>The most candidates a search may finish was reached.</summary>
    Candidates = 1,

    /// <summary>The next batch, or encoding candidates anew whose activation is gone, would have overrun the latency budget.</summary>
    Latency = 2,

    /// <summary>No candidate left could reach the results any more, as sure as the budget asks.</summary>
    Settled = 3,
}
