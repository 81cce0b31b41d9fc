namespace Reminisce.VectorData;

/// <summary>What each step of one search kept and cost.</summary>
/// <remarks>Immutable; safe to share between threads. Holds no content and no keys.</remarks>
/// <param name="QueryEncoding">Time to embed the query; zero when it came embedded.</param>
/// <param name="Filter">The first step: nearest items per exit.</param>
/// <param name="Verify">The second step: one ranking out of all exits.</param>
/// <param name="Correct">The third step: candidates finished by the live encoder.</param>
/// <param name="Returned">Results returned after threshold, floor and paging.</param>
/// <param name="BelowFloor">Results left out because unrelated pairs reach their similarity as well.</param>
public sealed record RetrievalTrace(
    TimeSpan QueryEncoding, FilterTrace Filter, VerifyTrace Verify, CorrectTrace Correct, int Returned, int BelowFloor);
