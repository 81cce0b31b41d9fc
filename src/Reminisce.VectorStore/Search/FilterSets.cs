using Reminisce.VectorData.Filters;

namespace Reminisce.VectorData.Search;

/// <summary>The rows that recent filters matched. Scopes and tenants ask with the same filter again and again.</summary>
/// <remarks>
/// Thread-safe. A set is handed out only for the very state of the store (its sequence number) that it was read from, so
/// it is as exact as reading it again. What stays after a write is how many rows there were, as a hint for planning.
/// </remarks>
internal sealed class FilterSets
{
    private const int MostFilters = 256;
    private const long MostBytes = 16L << 20;

    // One set may not push out all others.
    private const int MostRows = (int)(MostBytes / sizeof(long) / 4);

    private readonly Dictionary<Key, Entry> _entries = [];
    private readonly Lock _sync = new();
    private long _bytes;
    private long _clock;

    /// <summary>Finds a filter's rows as of a sequence number, and failing that how many it matched last.</summary>
    public (RowSet? Rows, long? Estimate) Find(string table, SqlFilter filter, long sequence)
    {
        lock (_sync)
        {
            if (!_entries.TryGetValue(new Key(table, filter), out var entry))
            {
                return (null, null);
            }

            entry.Used = ++_clock;
            return (entry.Sequence == sequence ? entry.Rows : null, entry.Count);
        }
    }

    /// <summary>Keeps a filter's rows, or only that there are at least so many.</summary>
    public void Keep(string table, SqlFilter filter, long sequence, RowSet? rows, long count)
    {
        lock (_sync)
        {
            var key = new Key(table, filter);
            if (_entries.TryGetValue(key, out var entry))
            {
                if (entry.Sequence > sequence)
                {
                    return;
                }

                _bytes -= entry.Bytes;
            }
            else
            {
                _entries.Add(key, entry = new Entry());
            }

            (entry.Sequence, entry.Rows, entry.Count, entry.Used) = (sequence, rows?.Count <= MostRows ? rows : null, count, ++_clock);
            _bytes += entry.Bytes;
            while (_bytes > MostBytes || _entries.Count > MostFilters)
            {
                var (oldest, gone) = _entries.MinBy(pair => pair.Value.Used);
                _bytes -= gone.Bytes;
                _entries.Remove(oldest);
            }
        }
    }

    private sealed class Entry
    {
        public long Sequence { get; set; }

        public RowSet? Rows { get; set; }

        public long Count { get; set; }

        public long Used { get; set; }

        public long Bytes => (Rows?.Count ?? 0) * sizeof(long);
    }

    private readonly struct Key(string table, SqlFilter filter) : IEquatable<Key>
    {
        private readonly string _table = table;
        private readonly SqlFilter _filter = filter;

        public bool Equals(Key other)
        {
            if (_table != other._table || _filter.Sql != other._filter.Sql || _filter.Values.Count != other._filter.Values.Count)
            {
                return false;
            }

            for (var i = 0; i < _filter.Values.Count; i++)
            {
                if (!AreSame(_filter.Values[i], other._filter.Values[i]))
                {
                    return false;
                }
            }

            return true;
        }

        public override bool Equals(object? obj) => obj is Key other && Equals(other);

        public override int GetHashCode()
        {
            var hash = default(HashCode);
            hash.Add(_table, StringComparer.Ordinal);
            hash.Add(_filter.Sql, StringComparer.Ordinal);
            foreach (var value in _filter.Values)
            {
                if (value is byte[] bytes)
                {
                    hash.AddBytes(bytes);
                }
                else
                {
                    hash.Add(value);
                }
            }

            return hash.ToHashCode();
        }

        private static bool AreSame(object x, object y) => x is byte[] first && y is byte[] second ? first.AsSpan().SequenceEqual(second) : x.Equals(y);
    }
}
