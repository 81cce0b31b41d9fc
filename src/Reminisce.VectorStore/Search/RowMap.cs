namespace Reminisce.VectorData.Search;

/// <summary>Where each row's vector lies: two array reads a row, where a dictionary of a million rows misses the cache.</summary>
/// <remarks>Row numbers rise and are never used twice; pages whose rows are all gone are freed.</remarks>
internal sealed class RowMap
{
    private const int PageBits = 10;
    private const int PageSize = 1 << PageBits;

    private int[]?[] _pages = [];
    private int[] _used = [];

    public long Bytes => (_pages.LongLength * 12) + (_pages.LongCount(page => page is not null) * PageSize * sizeof(int));

    /// <summary>Finds a row's slot, or -1.</summary>
    public int Find(long row)
    {
        var page = row >> PageBits;
        return page < _pages.Length && _pages[page] is { } slots ? slots[row & (PageSize - 1)] - 1 : -1;
    }

    /// <summary>Adds a row that is not there.</summary>
    public void Add(long row, int slot)
    {
        var page = checked((int)(row >> PageBits));
        if (page >= _pages.Length)
        {
            var length = Math.Max(page + 1, _pages.Length * 2);
            Array.Resize(ref _pages, length);
            Array.Resize(ref _used, length);
        }

        (_pages[page] ??= new int[PageSize])[row & (PageSize - 1)] = slot + 1;
        _used[page]++;
    }

    /// <summary>Removes a row that is there.</summary>
    public void Remove(long row)
    {
        var page = (int)(row >> PageBits);
        _pages[page]![row & (PageSize - 1)] = 0;
        if (--_used[page] == 0)
        {
            _pages[page] = null;
        }
    }
}
