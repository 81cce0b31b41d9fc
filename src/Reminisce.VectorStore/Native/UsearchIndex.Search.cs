using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Reminisce.VectorData.Native;

internal sealed unsafe partial class UsearchIndex
{
    /// <summary>The floats (4 KiB) and candidates (3 KiB) that go on the stack; more are rented.</summary>
    private const int StackFloats = 1024;
    private const int StackCandidates = 256;

    /// <summary>Finds the vectors nearest to <paramref name="query"/>, nearest first.</summary>
    /// <param name="query">The query, of the index's length.</param>
    /// <param name="k">How many to find.</param>
    /// <param name="keys">Takes the keys found; at least <paramref name="k"/> long.</param>
    /// <param name="distances">Takes their distances (see <see cref="UsearchMetric"/>), as exact as the stored number format.</param>
    /// <param name="filter">
    /// Called for nodes met on the way; only keys it accepts are found. It runs on this thread and may throw, but
    /// must not call the index. Where it accepts under one key in ten, an exact scan of those keys is faster.
    /// </param>
    /// <param name="expansion">ef, the candidates weighed; 0 takes <see cref="UsearchParameters.Ef"/>, and k is the least.</param>
    /// <param name="cancellationToken">Ends the wait to begin; a filtered search ends at the next node as well.</param>
    /// <returns>How many were found: <paramref name="k"/>, or fewer when the graph reaches no more.</returns>
    /// <exception cref="ArgumentException">The query or a buffer has the wrong length, or the query is not finite.</exception>
    /// <exception cref="ObjectDisposedException">The index is disposed.</exception>
    public int Search(
        ReadOnlySpan<float> query,
        int k,
        Span<ulong> keys,
        Span<float> distances,
        Func<ulong, bool>? filter = null,
        int expansion = 0,
        CancellationToken cancellationToken = default)
    {
        VectorRules.Check(query, Parameters, nameof(query));
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(expansion);
        if (keys.Length < k || distances.Length < k)
        {
            throw new ArgumentException($"Buffers for {keys.Length} keys and {distances.Length} distances were given; {k} results need {k} of each.", nameof(keys));
        }

        Enter(IndexRoom.Search, cancellationToken);
        try
        {
            // The native ef belongs to the whole index, so changing it per query would need every search to stop.
            // But a native search always weighs as many candidates as results are asked for: ask for ef, keep k.
            int wanted = (int)Math.Min(Math.Max(k, expansion == 0 ? Parameters.Ef : expansion), Count);
            return wanted == 0 ? 0 : Search_NeedsLock(query, k, wanted, keys, distances, filter, cancellationToken);
        }
        finally
        {
            _gate.Exit();
        }
    }

    /// <summary>Whether a vector is held under <paramref name="key"/>.</summary>
    public bool Contains(ulong key)
    {
        CheckKey(key);
        Enter(IndexRoom.Search);
        try
        {
            return Contains_NeedsLock(key);
        }
        finally
        {
            _gate.Exit();
        }
    }

    /// <summary>Reads back a vector as it is stored: quantized, and of unit length where the metric is cosine.</summary>
    /// <param name="key">The key.</param>
    /// <param name="vector">Takes the vector; exactly of the index's length.</param>
    /// <returns>False when there is no such key.</returns>
    public bool TryGet(ulong key, Span<float> vector)
    {
        CheckKey(key);
        if (vector.Length != Parameters.Dimensions)
        {
            throw new ArgumentException($"A buffer of {vector.Length} floats was given; the index holds vectors of {Parameters.Dimensions}.", nameof(vector));
        }

        // Native code writes whole bytes' worth of single-bit components, which may be more than were asked for.
        float[]? rented = Parameters.NativeDimensions == vector.Length ? null : ArrayPool<float>.Shared.Rent(Parameters.NativeDimensions);
        Enter(IndexRoom.Search);
        try
        {
            nint error = 0;
            Span<float> target = rented ?? vector;
            fixed (float* pointer = target)
            {
                nuint found = UsearchNative.Get(_handle, key, 1, pointer, UsearchNative.F32, ref error);
                UsearchNative.ThrowOn(error, "read a vector");
                if (found != 0 && rented is not null)
                {
                    rented.AsSpan(0, vector.Length).CopyTo(vector);
                }

                return found != 0;
            }
        }
        finally
        {
            _gate.Exit();
            Return(rented);
        }
    }

    private bool Contains_NeedsLock(ulong key)
    {
        nint error = 0;
        bool found = UsearchNative.Contains(_handle, key, ref error);
        UsearchNative.ThrowOn(error, "look a key up");
        return found;
    }

    [SkipLocalsInit]
    private int Search_NeedsLock(
        ReadOnlySpan<float> query, int k, int wanted, Span<ulong> keys, Span<float> distances, Func<ulong, bool>? filter, CancellationToken cancellationToken)
    {
        float[]? rentedQuery = null;
        ulong[]? rentedKeys = null;
        float[]? rentedDistances = null;
        scoped ReadOnlySpan<float> asked = query;
        scoped Span<ulong> foundKeys = keys;
        scoped Span<float> foundDistances = distances;
        try
        {
            if (VectorRules.Prepares(Parameters))
            {
                int length = Parameters.NativeDimensions;
                Span<float> prepared = length <= StackFloats ? stackalloc float[StackFloats] : rentedQuery = ArrayPool<float>.Shared.Rent(length);
                VectorRules.Prepare(query, prepared[..length], Parameters);
                asked = prepared[..length];
            }

            if (wanted > k)
            {
                foundKeys = wanted <= StackCandidates ? stackalloc ulong[StackCandidates] : rentedKeys = ArrayPool<ulong>.Shared.Rent(wanted);
                foundDistances = wanted <= StackCandidates ? stackalloc float[StackCandidates] : rentedDistances = ArrayPool<float>.Shared.Rent(wanted);
            }

            int found = filter is null
                ? SearchNative_NeedsLock(asked, wanted, foundKeys, foundDistances, Removed == 0 ? null : &FilterCall.AcceptPresent, 0)
                : SearchFiltered_NeedsLock(asked, wanted, foundKeys, foundDistances, new FilterCall(filter, cancellationToken));
            found = Math.Min(found, k);
            if (wanted > k)
            {
                foundKeys[..found].CopyTo(keys);
                foundDistances[..found].CopyTo(distances);
            }

            return found;
        }
        finally
        {
            Return(rentedQuery);
            Return(rentedKeys);
            Return(rentedDistances);
        }
    }

    private int SearchFiltered_NeedsLock(ReadOnlySpan<float> query, int wanted, Span<ulong> keys, Span<float> distances, FilterCall call)
    {
        GCHandle state = GCHandle.Alloc(call);
        try
        {
            int found = SearchNative_NeedsLock(query, wanted, keys, distances, &FilterCall.Accept, GCHandle.ToIntPtr(state));
            call.Rethrow();
            return found;
        }
        finally
        {
            state.Free();
        }
    }

    private int SearchNative_NeedsLock(
        ReadOnlySpan<float> query, int wanted, Span<ulong> keys, Span<float> distances, delegate* unmanaged[Cdecl]<ulong, nint, int> accept, nint state)
    {
        nint error = 0;
        nuint found;
        fixed (float* queryPointer = query)
        fixed (ulong* keysPointer = keys)
        fixed (float* distancesPointer = distances)
        {
            found = accept is null
                ? UsearchNative.Search(_handle, queryPointer, UsearchNative.F32, (nuint)wanted, keysPointer, distancesPointer, ref error)
                : UsearchNative.FilteredSearch(_handle, queryPointer, UsearchNative.F32, (nuint)wanted, accept, state, keysPointer, distancesPointer, ref error);
        }

        UsearchNative.ThrowOn(error, "search");
        return (int)found;
    }

    private static void Return<T>(T[]? rented)
    {
        if (rented is not null)
        {
            ArrayPool<T>.Shared.Return(rented);
        }
    }
}
