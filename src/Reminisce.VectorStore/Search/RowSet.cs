namespace Reminisce.VectorData.Search;

/// <summary>Rows that pass a filter, in rising order.</summary>
internal sealed class RowSet
{
    private readonly long[] _rows;

    public RowSet(long[] rows)
    {
        // An index gives them in the order of its values. Sorting what is sorted already costs next to nothing.
        Array.Sort(rows);
        _rows = rows;
    }

    public int Count => _rows.Length;

    public ReadOnlySpan<long> Rows => _rows;

    public bool Contains(long row) => Array.BinarySearch(_rows, row) >= 0;
}
