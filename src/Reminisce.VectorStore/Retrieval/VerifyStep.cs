namespace Reminisce.VectorData;

/// <summary>Step 2, verify: one ranking out of the shortlists of all exits.</summary>
/// <remarks>
/// Similarities of different exits live on different scales, so each is expressed in standard deviations above unrelated
/// pairs before they are merged. A key found at two exits, because it was upgraded between the two searches, counts once, at
/// its deeper exit. (Paper: D3, global verification; there the raw scores are merged.)
/// </remarks>
internal static class VerifyStep
{
    public static (List<Candidate> Kept, VerifyTrace Trace) Run(List<Candidate> found, int pool)
    {
        var byKey = new Dictionary<object, Candidate>(found.Count);
        foreach (var candidate in found)
        {
            if (!byKey.TryGetValue(candidate.Key, out var other) || candidate.Exit.Depth > other.Exit.Depth)
            {
                byKey[candidate.Key] = candidate;
            }
        }

        var kept = Rank(byKey.Values).Take(pool).ToList();
        return (kept, new VerifyTrace(found.Count, found.Count - byKey.Count, kept.Count));
    }

    /// <summary>Orders best first; equal scores keep the order in which they came.</summary>
    public static IEnumerable<Candidate> Rank(IEnumerable<Candidate> candidates) => candidates.OrderByDescending(c => c.Score);
}
