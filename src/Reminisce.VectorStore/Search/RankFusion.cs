namespace Reminisce.VectorData.Search;

/// <summary>Reciprocal rank fusion: merges rankings whose scores cannot be compared.</summary>
/// <remarks>Cormack, Clarke and Buettcher, SIGIR 2009: a row's score is the sum of 1 / (60 + rank) over the rankings.</remarks>
internal static class RankFusion
{
    private const double Constant = 60;

    public static List<ScoredRow> Fuse(params IReadOnlyList<ScoredRow>[] rankings)
    {
        var scores = new Dictionary<long, double>();
        foreach (var ranking in rankings)
        {
            for (var i = 0; i < ranking.Count; i++)
            {
                scores[ranking[i].Row] = scores.GetValueOrDefault(ranking[i].Row) + (1 / (Constant + i + 1));
            }
        }

        return [.. scores.Select(pair => new ScoredRow(pair.Key, pair.Value)).OrderByDescending(row => row.Score).ThenBy(row => row.Row)];
    }
}
