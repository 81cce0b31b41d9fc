using System.Diagnostics.CodeAnalysis;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using Reminisce.VectorData.Native;

namespace Reminisce.VectorData.Search;

/// <summary>Every vector of a property in one byte per component, for scoring the rows of a filter one after the other.</summary>
/// <remarks>
/// Thread-safe. A graph cannot be asked for the rows of a rare filter, and reading their vectors from the file costs
/// about 2 us each; a code of 512 components takes 30 ns. Codes rank nearly as the vectors do, so some more rows than
/// wanted are taken and put in order by the stored vectors.
/// </remarks>
[SuppressMessage("Design", "CA1001", Justification = "A search may still hold the lock when the graph is swapped; the collector frees it after the last one.")]
internal sealed class VectorCodes(int dimensions, UsearchMetric metric)
{
    private const int BlockBits = 10;
    private const int BlockSize = 1 << BlockBits;
    private const int BatchSize = 256;
    private const int Ahead = 4;
    private const int CacheLine = 64;

    private readonly ReaderWriterLockSlim _lock = new();
    private readonly RowMap _slots = new();
    private readonly List<Block> _blocks = [];
    private readonly Stack<int> _free = new();
    private long _sequence = -1;
    private int _used;

    /// <summary>Gets the memory they take.</summary>
    public long Bytes
    {
        get
        {
            _lock.EnterReadLock();
            try
            {
                return _slots.Bytes + ((long)_blocks.Count * BlockSize * (dimensions + (2 * sizeof(float))));
            }
            finally
            {
                _lock.ExitReadLock();
            }
        }
    }

    /// <summary>Gets whether codes can rank by a metric.</summary>
    public static bool CanRank(UsearchMetric metric) => metric is UsearchMetric.Cosine or UsearchMetric.InnerProduct or UsearchMetric.L2sq;

    /// <summary>Sets vectors, laid end to end.</summary>
    public void Set(ReadOnlySpan<ulong> rows, ReadOnlySpan<float> vectors)
    {
        _lock.EnterWriteLock();
        try
        {
            _sequence = -1;
            for (var i = 0; i < rows.Length; i++)
            {
                var row = (long)rows[i];
                var slot = _slots.Find(row);
                if (slot < 0)
                {
                    slot = TakeSlot_NeedsLock();
                    _slots.Add(row, slot);
                }

                Encode_NeedsLock(slot, vectors.Slice(i * dimensions, dimensions));
            }
        }
        finally
        {
            _lock.ExitWriteLock();
        }
    }

    public void Remove(ulong row)
    {
        _lock.EnterWriteLock();
        try
        {
            _sequence = -1;
            if (_slots.Find((long)row) is >= 0 and var slot)
            {
                _slots.Remove((long)row);
                _free.Push(slot);
            }
        }
        finally
        {
            _lock.ExitWriteLock();
        }
    }

    /// <summary>Says that all changes up to a sequence number, and no later ones, are in.</summary>
    public void Complete(long sequence)
    {
        _lock.EnterWriteLock();
        _sequence = sequence;
        _lock.ExitWriteLock();
    }

    /// <summary>Offers rows by how near their codes are; more is nearer, whatever the metric.</summary>
    /// <param name="query">The query.</param>
    /// <param name="rows">The rows to score.</param>
    /// <param name="sequence">The state of the store that the caller sees.</param>
    /// <param name="best">Takes what is near.</param>
    /// <param name="unknown">Takes rows that may have a vector in the caller's state and have none here.</param>
    /// <param name="cancellationToken">Ends the scan.</param>
    public void Search(ReadOnlySpan<float> query, RowSet rows, long sequence, BestRows best, List<long> unknown, CancellationToken cancellationToken)
    {
        Span<short> asked = dimensions <= 2048 ? stackalloc short[dimensions] : new short[dimensions];
        var scale = Quantize(query, asked);
        var factor = metric == UsearchMetric.L2sq ? 2 * scale : 1;
        _lock.EnterReadLock();
        try
        {
            var same = sequence == _sequence;
            Span<int> slots = stackalloc int[BatchSize];
            for (var remaining = rows.Rows; !remaining.IsEmpty; remaining = remaining[Math.Min(BatchSize, remaining.Length)..])
            {
                cancellationToken.ThrowIfCancellationRequested();
                var batch = remaining[..Math.Min(BatchSize, remaining.Length)];
                for (var i = 0; i < batch.Length; i++)
                {
                    slots[i] = _slots.Find(batch[i]);
                    if (slots[i] < 0 && !same)
                    {
                        unknown.Add(batch[i]);
                    }
                }

                Score_NeedsLock(asked, batch, slots, factor, best);
            }
        }
        finally
        {
            _lock.ExitReadLock();
        }
    }

    /// <summary>Matching rows lie scattered: each is fetched into the cache while the ones before it are scored.</summary>
    private unsafe void Score_NeedsLock(ReadOnlySpan<short> query, ReadOnlySpan<long> rows, ReadOnlySpan<int> slots, float factor, BestRows best)
    {
        for (var i = 0; i < rows.Length; i++)
        {
            if (Sse.IsSupported && i + Ahead < rows.Length && slots[i + Ahead] is >= 0 and var next)
            {
                ref var code = ref _blocks[next >> BlockBits].Codes[(next & (BlockSize - 1)) * dimensions];
                for (var line = 0; line < dimensions; line += CacheLine)
                {
                    Sse.Prefetch0(Unsafe.AsPointer(ref Unsafe.Add(ref code, line)));
                }
            }

            if (slots[i] >= 0)
            {
                var block = _blocks[slots[i] >> BlockBits];
                var place = slots[i] & (BlockSize - 1);
                best.Offer(rows[i], (CodeKernel.Dot(query, block.Codes.AsSpan(place * dimensions, dimensions)) * block.Factors[place] * factor) - block.Biases[place]);
            }
        }
    }

    private int TakeSlot_NeedsLock()
    {
        if (_free.TryPop(out var slot))
        {
            return slot;
        }

        if (_used == _blocks.Count * BlockSize)
        {
            _blocks.Add(new Block(new sbyte[BlockSize * dimensions], new float[BlockSize], new float[BlockSize]));
        }

        return _used++;
    }

    private void Encode_NeedsLock(int slot, ReadOnlySpan<float> vector)
    {
        var block = _blocks[slot >> BlockBits];
        var place = slot & (BlockSize - 1);
        var codes = block.Codes.AsSpan(place * dimensions, dimensions);
        var largest = MathF.Abs(TensorPrimitives.MaxMagnitude(vector));
        var perUnit = largest > 0 ? CodeKernel.MostCode / largest : 0;
        for (var i = 0; i < vector.Length; i++)
        {
            codes[i] = (sbyte)MathF.Round(vector[i] * perUnit);
        }

        var unit = largest / CodeKernel.MostCode;
        var norm = TensorPrimitives.Norm(vector);
        block.Factors[place] = metric == UsearchMetric.Cosine ? (norm > 0 ? unit / norm : 0) : unit;
        block.Biases[place] = metric == UsearchMetric.L2sq ? norm * norm : 0;
    }

    /// <summary>Writes the query in 16 bits and returns what one of its units stands for.</summary>
    private float Quantize(ReadOnlySpan<float> query, Span<short> target)
    {
        var largest = MathF.Abs(TensorPrimitives.MaxMagnitude(query));
        var limit = CodeKernel.QueryLimit(dimensions);
        var perUnit = largest > 0 ? limit / largest : 0;
        for (var i = 0; i < query.Length; i++)
        {
            target[i] = (short)MathF.Round(query[i] * perUnit);
        }

        return largest / limit;
    }

    private sealed record Block(sbyte[] Codes, float[] Factors, float[] Biases);
}
