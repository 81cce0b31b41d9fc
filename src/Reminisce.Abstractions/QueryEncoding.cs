namespace Reminisce;

/// <summary>One query embedded once for every exit of every tower it can be compared with.</summary>
/// <remarks>Immutable; safe to share between threads. Made by one pass of the query's tower. (Paper: query embeddings of every granularity, D3.)</remarks>
/// <param name="Exits">One query embedding per exit, shallow to deep within a tower.</param>
public sealed record QueryEncoding(IReadOnlyList<ExitQuery> Exits)
{
    /// <summary>Finds the query embedding for an exit.</summary>
    /// <param name="exit">The exit of the items.</param>
    /// <returns>The query embedding, or <see langword="null"/> when the query cannot be compared with that exit.</returns>
    public ExitQuery? Find(ExitLayer exit)
    {
        foreach (var candidate in Exits)
        {
            if (candidate.Exit == exit)
            {
                return candidate;
            }
        }

        return null;
    }
}
