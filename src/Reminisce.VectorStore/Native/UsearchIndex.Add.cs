using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace Reminisce.VectorData.Native;

internal sealed unsafe partial class UsearchIndex
{
    /// <summary>How many vectors a batch adds before it lets waiting searches in; about five milliseconds' work.</summary>
    private const int ChunkLength = 16;

    /// <summary>Adds a vector.</summary>
    /// <exception cref="ArgumentException">The vector has the wrong length or is not finite, or the key is taken or reserved.</exception>
    public void Add(ulong key, ReadOnlySpan<float> vector, CancellationToken cancellationToken = default)
    {
        CheckKey(key);
        VectorRules.Check(vector, Parameters, nameof(vector));
        EnterWithRoom(1, cancellationToken);
        try
        {
            Insert_NeedsLock(key, vector);
        }
        finally
        {
            _gate.Exit();
        }
    }

    /// <summary>Adds a batch on several threads.</summary>
    /// <param name="keys">The keys, all different and none in the index.</param>
    /// <param name="vectors">The vectors one after another: <c>keys.Length * Dimensions</c> floats.</param>
    /// <param name="threads">The most threads to use; 0 takes one per processor.</param>
    /// <param name="cancellationToken">Ends the batch between vectors.</param>
    /// <remarks>Everything is checked first. When a batch is cancelled midway, what was added stays.</remarks>
    /// <exception cref="ArgumentException">A vector or key is not acceptable; nothing was added.</exception>
    public void AddRange(ReadOnlyMemory<ulong> keys, ReadOnlyMemory<float> vectors, int threads = 0, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(threads);
        CheckBatch(keys.Span, vectors.Span);
        if (keys.IsEmpty)
        {
            return;
        }

        // One growth for the whole batch, where the chunks would each find too little space.
        Enter(IndexRoom.Alone, cancellationToken);
        try
        {
            Grow_NeedsLock(keys.Length);
        }
        finally
        {
            _gate.Exit();
        }

        var options = new ParallelOptions
        {
            MaxDegreeOfParallelism = Math.Min(threads == 0 ? _gate.Seats : threads, _gate.Seats),
            CancellationToken = cancellationToken,
        };
        try
        {
            Parallel.For(0, (keys.Length + ChunkLength - 1) / ChunkLength, options, chunk => AddChunk(keys.Span, vectors.Span, chunk * ChunkLength, cancellationToken));
        }
        catch (AggregateException exception)
        {
            ExceptionDispatchInfo.Throw(exception.InnerExceptions[0]);
        }
    }

    /// <summary>Adds a vector, in place of the one under the same key if there is one.</summary>
    /// <returns>Whether there was one.</returns>
    /// <exception cref="ArgumentException">The vector has the wrong length or is not finite, or the key is reserved.</exception>
    public bool Replace(ulong key, ReadOnlySpan<float> vector, CancellationToken cancellationToken = default)
    {
        CheckKey(key);
        VectorRules.Check(vector, Parameters, nameof(vector));
        Enter(IndexRoom.Alone, cancellationToken);
        try
        {
            bool replaced = Remove_NeedsLock(key);
            Grow_NeedsLock(1);
            Insert_NeedsLock(key, vector);
            return replaced;
        }
        finally
        {
            _gate.Exit();
        }
    }

    /// <summary>Removes a vector. Its node stays in the graph as a signpost, and its bytes in memory and in snapshots, until the index is built anew.</summary>
    /// <returns>False when there is no such key.</returns>
    public bool Remove(ulong key, CancellationToken cancellationToken = default)
    {
        CheckKey(key);
        Enter(IndexRoom.Alone, cancellationToken);
        try
        {
            return Remove_NeedsLock(key);
        }
        finally
        {
            _gate.Exit();
        }
    }

    /// <summary>Makes room for <paramref name="capacity"/> vectors in all, so that adding them does not stop to grow.</summary>
    public void Reserve(long capacity, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(capacity);
        Enter(IndexRoom.Alone, cancellationToken);
        try
        {
            if (capacity > _capacity)
            {
                Reserve_NeedsLock(capacity);
            }
        }
        finally
        {
            _gate.Exit();
        }
    }

    private void AddChunk(ReadOnlySpan<ulong> keys, ReadOnlySpan<float> vectors, int first, CancellationToken cancellationToken)
    {
        int end = Math.Min(first + ChunkLength, keys.Length);
        EnterWithRoom(end - first, cancellationToken);
        try
        {
            for (int i = first; i < end; i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                Insert_NeedsLock(keys[i], vectors.Slice(i * Parameters.Dimensions, Parameters.Dimensions));
            }
        }
        finally
        {
            _gate.Exit();
        }
    }

    /// <summary>Enters the adding room at a moment when <paramref name="count"/> more vectors surely fit.</summary>
    private void EnterWithRoom(int count, CancellationToken cancellationToken)
    {
        while (true)
        {
            Enter(IndexRoom.Add, cancellationToken);

            // Others inside may each still add a chunk that they have not claimed yet: leave space for all of them.
            if (Count + Removed + count + ((long)_gate.Seats * ChunkLength) <= Capacity)
            {
                return;
            }

            _gate.Exit();
            Enter(IndexRoom.Alone, cancellationToken);
            try
            {
                Grow_NeedsLock(count);
            }
            finally
            {
                _gate.Exit();
            }
        }
    }

    private void Grow_NeedsLock(int count)
    {
        long needed = Count + Removed + count + ((long)_gate.Seats * ChunkLength);
        if (needed <= _capacity)
        {
            return;
        }

        long capacity = Math.Max(_capacity, FirstCapacity);
        while (capacity < needed)
        {
            capacity *= 2;
        }

        Reserve_NeedsLock(capacity);
    }

    [SkipLocalsInit]
    private void Insert_NeedsLock(ulong key, ReadOnlySpan<float> vector)
    {
        float[]? rented = null;
        scoped ReadOnlySpan<float> stored = vector;
        try
        {
            if (VectorRules.Prepares(Parameters))
            {
                int length = Parameters.NativeDimensions;
                Span<float> prepared = length <= StackFloats ? stackalloc float[StackFloats] : rented = ArrayPool<float>.Shared.Rent(length);
                VectorRules.Prepare(vector, prepared[..length], Parameters);
                stored = prepared[..length];
            }

            lock (_keyLocks[key % (ulong)_keyLocks.Length])
            {
                if (Contains_NeedsLock(key))
                {
                    throw new ArgumentException($"The key {key} is in the index already; replace it, or remove it first.", nameof(key));
                }

                nint error = 0;
                fixed (float* pointer = stored)
                {
                    UsearchNative.Add(_handle, key, pointer, UsearchNative.F32, ref error);
                }

                UsearchNative.ThrowOn(error, "add a vector");
                Interlocked.Increment(ref _count);
            }
        }
        finally
        {
            Return(rented);
        }
    }

    private bool Remove_NeedsLock(ulong key)
    {
        nint error = 0;
        nuint removed = UsearchNative.Rename(_handle, key, FirstReservedKey + (ulong)_removed, ref error);
        UsearchNative.ThrowOn(error, "remove a vector");
        if (removed == 0)
        {
            return false;
        }

        Interlocked.Decrement(ref _count);
        Interlocked.Increment(ref _removed);
        return true;
    }

    private void CheckBatch(ReadOnlySpan<ulong> keys, ReadOnlySpan<float> vectors)
    {
        if ((long)keys.Length * Parameters.Dimensions != vectors.Length)
        {
            throw new ArgumentException(
                $"{keys.Length} keys and {vectors.Length} floats were given; vectors of {Parameters.Dimensions} dimensions need {(long)keys.Length * Parameters.Dimensions}.", nameof(vectors));
        }

        var seen = new HashSet<ulong>(keys.Length);
        for (int i = 0; i < keys.Length; i++)
        {
            CheckKey(keys[i]);
            VectorRules.Check(vectors.Slice(i * Parameters.Dimensions, Parameters.Dimensions), Parameters, nameof(vectors));
            if (!seen.Add(keys[i]) || Contains(keys[i]))
            {
                throw new ArgumentException($"The key {keys[i]} is in the batch twice or in the index already; nothing was added.", nameof(keys));
            }
        }
    }
}
