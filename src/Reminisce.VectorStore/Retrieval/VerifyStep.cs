namespace Reminisce.VectorData;

/// <summary>Step 2, verify: one ranking out of the shortlists of all exits.</summary>
/// <remarks>
/// Similarities of different exits live on different scales, so each is expressed in standard deviations above unrelated
/// pairs before they are merged; or only its rank within the exit counts. A key found at two exits, because it was upgraded
/// between the two searches, counts once, at its deeper exit. (Paper: D3, global verification; there the raw scores are merged.)
/// </remarks>
internal static class VerifyStep
{
    // The usual constant of reciprocal rank fusion.
    private const double RankOffset = 60;

    public static (List<Candidate> Kept, VerifyTrace Trace) Run(IReadOnlyCollection<Candidate> found, RetrievalPlan plan)
    {
        var unique = Unique(found);
        var kept = Rank(unique, plan.Merge).Where(plan.Admits).Take(plan.Pool).ToList();
        var depth = kept.Count == 0 ? 0 : kept.Average(c => c.Exit.Depth);
        return (kept, new VerifyTrace(found.Count, found.Count - unique.Count, kept.Count, depth));
    }

    /// <summary>Keeps of each key the candidate of the deepest exit.</summary>
    public static IReadOnlyCollection<Candidate> Unique(IEnumerable<Candidate> found)
    {
        var byKey = new Dictionary<object, Candidate>();
        foreach (var candidate in found)
        {
            if (!byKey.TryGetValue(candidate.Key, out var other) || candidate.Exit.Depth > other.Exit.Depth)
            {
                byKey[candidate.Key] = candidate;
            }
        }

        return byKey.Values;
    }

    /// <summary>Orders best first; equal ones keep the order in which they came.</summary>
    public static IEnumerable<Candidate> Rank(IReadOnlyCollection<Candidate> candidates, RetrievalMerge merge)
    {
        if (merge == RetrievalMerge.Calibrated)
        {
            foreach (var candidate in candidates)
            {
                candidate.Order = candidate.Score;
            }
        }
        else
        {
            foreach (var exit in candidates.GroupBy(c => c.Exit))
            {
                var rank = 0;
                foreach (var candidate in exit.OrderByDescending(c => c.Similarity))
                {
                    candidate.Order = 1 / (RankOffset + ++rank);
                }
            }
        }

        return candidates.OrderByDescending(c => c.Order);
    }
}
