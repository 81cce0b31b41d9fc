using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;
using Reminisce.VectorData.Sql;
using SQLitePCL;

namespace Reminisce.VectorData.Search;

/// <summary>The vectors of a small property in memory, where scoring all of them takes about a millisecond.</summary>
/// <remarks>
/// Thread-safe. Every search first takes in what was committed since the last one, so nobody has to push changes. It may
/// be ahead of the caller's read transaction: callers score what it finds against the rows they see.
/// </remarks>
[SuppressMessage("Design", "CA1001", Justification = "A search may still hold the lock when the store closes; the collector frees it after the last one.")]
internal sealed class ResidentVectors(CollectionTable table, StoredColumn column)
{
    /// <summary>The most memory for one property; larger ones are served by the graph, or row by row.</summary>
    private const long MostBytes = 64L << 20;

    private readonly ReaderWriterLockSlim _lock = new();
    private readonly Dictionary<long, int> _slots = [];
    private readonly int _dimensions = column.Dimensions;
    private long[] _rows = [];
    private float[] _floats = [];
    private int _count;
    private long _sequence = -1;
    private bool _tooMany;

    /// <summary>Gets the number of vectors.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Gets the memory taken, in bytes.</summary>
    public long Bytes => Volatile.Read(ref _floats).Length * (long)sizeof(float);

    private long MostRows => MostBytes / (_dimensions * sizeof(float));

    /// <summary>Takes in what the caller's transaction can see; false when there are too many vectors to hold.</summary>
    public bool Follow(ReaderConnection connection)
    {
        var sequence = connection.Sequence();
        _lock.EnterUpgradeableReadLock();
        try
        {
            if (!_tooMany && sequence > _sequence)
            {
                _lock.EnterWriteLock();
                try
                {
                    Apply_NeedsLock(connection, sequence);
                }
                finally
                {
                    _lock.ExitWriteLock();
                }
            }

            return !_tooMany;
        }
        finally
        {
            _lock.ExitUpgradeableReadLock();
        }
    }

    /// <summary>Frees the memory while the graph serves; should it be lost, the next search fills it again.</summary>
    public void Release()
    {
        if (Volatile.Read(ref _sequence) < 0 && !Volatile.Read(ref _tooMany))
        {
            return;
        }

        _lock.EnterWriteLock();
        Empty_NeedsLock();
        _tooMany = false;
        _lock.ExitWriteLock();
    }

    /// <summary>
    /// Finds the best of all rows, or of the given ones; null when the memory was freed meanwhile, or when they are fewer
    /// than wanted and the caller sees another state.
    /// </summary>
    public List<ScoredRow>? Search(DistanceMeasure measure, ReadOnlySpan<float> query, int count, RowSet? among, long sequence)
    {
        using var best = new BestRows(count, measure.HigherIsBetter);
        _lock.EnterReadLock();
        try
        {
            if (_sequence < 0)
            {
                return null;
            }

            if (among is null)
            {
                for (var slot = 0; slot < _count; slot++)
                {
                    best.Offer(_rows[slot], measure.Score(query, Vector(slot)));
                }
            }
            else
            {
                foreach (var row in among.Rows)
                {
                    if (_slots.TryGetValue(row, out var slot))
                    {
                        best.Offer(row, measure.Score(query, Vector(slot)));
                    }
                }
            }

            return best.Count < count && sequence != _sequence ? null : best.Take();
        }
        finally
        {
            _lock.ExitReadLock();
        }
    }

    private Span<float> Vector(int slot) => _floats.AsSpan(slot * _dimensions, _dimensions);

    private void Apply_NeedsLock(SqliteConnection connection, long sequence)
    {
        if (_sequence >= 0)
        {
            using var removed = connection.Command(
                "SELECT row FROM tombstones WHERE collection = $p0 AND ordinal = $p1 AND seq > $p2", table.Id, column.Ordinal, _sequence);
            using var gone = removed.ExecuteReader();
            while (gone.Read())
            {
                Remove_NeedsLock(gone.GetInt64(0));
            }
        }

        using var changed = connection.Command($"SELECT row, v FROM {table.Vectors(column.Ordinal)} WHERE seq > $p0", _sequence);
        using var reader = changed.ExecuteReader();
        float[]? scratch = null;
        while (reader.Read())
        {
            if (!TrySet_NeedsLock(reader.GetInt64(0), column.Format.Widen(raw.sqlite3_column_blob(reader.Handle, 1), ref scratch)))
            {
                Empty_NeedsLock();
                _tooMany = true;
                return;
            }
        }

        _sequence = sequence;
    }

    private bool TrySet_NeedsLock(long row, ReadOnlySpan<float> vector)
    {
        if (!_slots.TryGetValue(row, out var slot))
        {
            if (_count >= MostRows)
            {
                return false;
            }

            slot = _count;
            if (slot == _rows.Length)
            {
                var size = (int)Math.Min(Math.Max(16, slot * 2L), MostRows);
                Array.Resize(ref _rows, size);
                Array.Resize(ref _floats, size * _dimensions);
            }

            _slots[row] = slot;
            _rows[slot] = row;
            _count++;
        }

        vector.CopyTo(Vector(slot));
        return true;
    }

    private void Remove_NeedsLock(long row)
    {
        if (_slots.Remove(row, out var slot))
        {
            var last = --_count;
            if (slot != last)
            {
                _rows[slot] = _rows[last];
                _slots[_rows[slot]] = slot;
                Vector(last).CopyTo(Vector(slot));
            }
        }
    }

    private void Empty_NeedsLock()
    {
        _slots.Clear();
        (_rows, _floats, _count) = ([], [], 0);
        Volatile.Write(ref _sequence, -1);
    }
}
