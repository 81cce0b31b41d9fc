namespace Reminisce.VectorData;

/// <summary>Which items were candidates of a query when it was last asked.</summary>
/// <remarks>
/// Finishing changes scores, so that some candidates fall out of the pool. Without this their places would go to items that
/// were not good enough the first time, and every repetition would finish a few more.
/// </remarks>
internal sealed class AnsweredQuery
{
    // A store may compute the similarity of one pair in two ways, by an index and by a scan.
    private const double Rounding = 1e-5;

    private readonly Dictionary<ExitLayer, double> _floors = [];
    private readonly HashSet<object> _settled = [];

    public AnsweredQuery(List<ExitList> lists, List<Candidate> kept)
    {
        foreach (var candidate in kept.Where(c => c.HasHadItsTurn))
        {
            Seats.Add(candidate.Key);
            if (candidate.IsSettled)
            {
                _settled.Add(candidate.Key);
            }
        }

        foreach (var list in lists.Where(l => !l.IsFull))
        {
            var below = list.Found.Where(c => !Seats.Contains(c.Key)).Select(c => c.CoarseSimilarity);
            var unseen = list.Returned >= list.Asked ? list.Found.TakeLast(1).Select(c => c.CoarseSimilarity) : [];
            _floors[list.Query.Exit] = below.Concat(unseen).DefaultIfEmpty(double.NegativeInfinity).Max();
        }
    }

    /// <summary>Gets the keys of the candidates.</summary>
    public HashSet<object> Seats { get; } = [];

    /// <summary>Tells whether a coarse item was known and not good enough, or would not have been.</summary>
    public bool IsOutside(Candidate candidate) =>
        !candidate.IsFinal && !Seats.Contains(candidate.Key) && candidate.Similarity <= _floors.GetValueOrDefault(candidate.Exit, double.NegativeInfinity) + Rounding;

    /// <summary>Tells whether an item could not reach the results, so that it was left coarse.</summary>
    public bool IsSettled(Candidate candidate) => _settled.Contains(candidate.Key);
}
