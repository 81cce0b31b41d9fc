namespace Reminisce.VectorData;

/// <summary>What each step of one search kept and cost.</summary>
/// <remarks>Immutable; safe to share between threads. Holds no content and no keys. (Paper: the three steps of D3.)</remarks>
/// <param name="QueryEncoding">Time to embed the query; zero when it came embedded.</param>
/// <param name="Filter">The first step: nearest items per exit.</param>
/// <param name="Verify">The second step: one ranking out of all exits.</param>
/// <param name="Correct">The third step: candidates finished by the live encoder.</param>
/// <param name="BelowThreshold">Candidates left out by the score threshold.</param>
/// <param name="BelowFloor">Candidates left out because unrelated items reach their score as well.</param>
/// <param name="Results">How each result got its place, in the order of the results.</param>
/// <param name="Elapsed">Time of the whole search, up to its first result.</param>
public sealed record RetrievalTrace(
    TimeSpan QueryEncoding,
    FilterTrace Filter,
    VerifyTrace Verify,
    CorrectTrace Correct,
    int BelowThreshold,
    int BelowFloor,
    IReadOnlyList<RetrievedTrace> Results,
    TimeSpan Elapsed);
