namespace Reminisce.VectorData.Search;

/// <summary>Keeps the best rows seen so far; of equal ones the older row wins, so that every run answers alike.</summary>
internal sealed class BestRows(int capacity, bool higherIsBetter)
{
    // The worst kept row lies on top, ready to be pushed out.
    private readonly PriorityQueue<ScoredRow, (double Score, long Row)> _kept = new(new WorstFirst(higherIsBetter));

    public void Offer(long row, double score)
    {
        if (_kept.Count < capacity)
        {
            _kept.Enqueue(new ScoredRow(row, score), (score, row));
        }
        else
        {
            _kept.EnqueueDequeue(new ScoredRow(row, score), (score, row));
        }
    }

    /// <summary>Empties the collector into a list, best first.</summary>
    public List<ScoredRow> Take()
    {
        var rows = new List<ScoredRow>(_kept.Count);
        while (_kept.TryDequeue(out var row, out _))
        {
            rows.Add(row);
        }

        rows.Reverse();
        return rows;
    }

    private sealed class WorstFirst(bool higherIsBetter) : IComparer<(double Score, long Row)>
    {
        public int Compare((double Score, long Row) x, (double Score, long Row) y)
        {
            var byScore = higherIsBetter ? x.Score.CompareTo(y.Score) : y.Score.CompareTo(x.Score);
            return byScore != 0 ? byScore : y.Row.CompareTo(x.Row);
        }
    }
}
