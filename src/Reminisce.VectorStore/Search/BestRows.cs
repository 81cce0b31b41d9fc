using System.Buffers;
using System.Runtime.CompilerServices;

namespace Reminisce.VectorData.Search;

/// <summary>Keeps the best rows seen so far; of equal ones the older row wins, so that every run answers alike.</summary>
/// <remarks>The memory is rented: dispose of it, or take the rows.</remarks>
internal sealed class BestRows(int capacity, bool higherIsBetter) : IDisposable
{
    private const int FirstLength = 64;

    // A heap with the worst kept row on top, ready to be pushed out. Scores lie in it so that higher is always better.
    private ScoredRow[] _heap = ArrayPool<ScoredRow>.Shared.Rent(Math.Min(capacity, FirstLength));
    private int _count;

    public int Count => _count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Offer(long row, double score)
    {
        var merit = higherIsBetter ? score : -score;
        if (_count < capacity || !(merit < _heap[0].Score))
        {
            Keep(new ScoredRow(row, merit));
        }
    }

    /// <summary>Empties the collector into a list, best first.</summary>
    public List<ScoredRow> Take()
    {
        var kept = _heap.AsSpan(0, _count);
        kept.Sort(static (x, y) => Compare(y, x));
        var rows = new List<ScoredRow>(_count);
        foreach (var (row, merit) in kept)
        {
            rows.Add(new ScoredRow(row, higherIsBetter ? merit : -merit));
        }

        Dispose();
        return rows;
    }

    /// <summary>Frees the rented memory.</summary>
    public void Dispose()
    {
        if (_heap.Length > 0)
        {
            ArrayPool<ScoredRow>.Shared.Return(_heap);
        }

        (_heap, _count) = ([], 0);
    }

    private static int Compare(ScoredRow x, ScoredRow y)
    {
        var byScore = x.Score.CompareTo(y.Score);
        return byScore != 0 ? byScore : y.Row.CompareTo(x.Row);
    }

    private void Keep(ScoredRow row)
    {
        if (_count < capacity)
        {
            Add(row);
        }
        else if (Compare(row, _heap[0]) > 0)
        {
            SinkFromTop(row);
        }
    }

    private void Add(ScoredRow row)
    {
        if (_count == _heap.Length)
        {
            var larger = ArrayPool<ScoredRow>.Shared.Rent(_count * 2);
            _heap.CopyTo(larger, 0);
            ArrayPool<ScoredRow>.Shared.Return(_heap);
            _heap = larger;
        }

        var place = _count++;
        while (place > 0 && Compare(row, _heap[(place - 1) / 2]) < 0)
        {
            _heap[place] = _heap[(place - 1) / 2];
            place = (place - 1) / 2;
        }

        _heap[place] = row;
    }

    private void SinkFromTop(ScoredRow row)
    {
        var place = 0;
        for (var child = 1; child < _count; child = (2 * place) + 1)
        {
            if (child + 1 < _count && Compare(_heap[child + 1], _heap[child]) < 0)
            {
                child++;
            }

            if (Compare(row, _heap[child]) <= 0)
            {
                break;
            }

            _heap[place] = _heap[child];
            place = child;
        }

        _heap[place] = row;
    }
}
