namespace Reminisce.VectorData.Search;

/// <summary>Rows that pass a filter, one bit each: the graph asks for thousands of them in a search.</summary>
internal sealed class RowSet
{
    private readonly ulong[] _bits;

    public RowSet(IReadOnlyList<long> rows)
    {
        Count = rows.Count;
        _bits = new ulong[rows.Count == 0 ? 0 : (int)((rows.Max() >> 6) + 1)];
        foreach (var row in rows)
        {
            _bits[row >> 6] |= 1UL << (int)(row & 63);
        }
    }

    public int Count { get; }

    public bool Contains(ulong row) => row >> 6 < (ulong)_bits.Length && (_bits[row >> 6] & (1UL << (int)(row & 63))) != 0;
}
