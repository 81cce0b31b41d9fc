using System.Runtime.InteropServices;

namespace Reminisce.VectorData.Native;

/// <summary>An HNSW index: approximate nearest neighbours of f32 vectors under 64-bit keys.</summary>
/// <remarks>
/// Every member is thread-safe; callers wait where the native library would fail or crash (see <see cref="IndexGate"/>).
/// Everything is checked before native code is entered. The index is a derived structure: it holds no truth.
/// Whoever creates it disposes it; disposal waits for calls in flight.
/// </remarks>
internal sealed unsafe partial class UsearchIndex : IDisposable
{
    /// <summary>
    /// The first key that is not for callers. Removed nodes get keys from here on, one each. USearch's own removal is
    /// not used: the next add reuses the node it frees, and after some churn one walk of the whole graph in seven missed
    /// a vector. A renamed node stays a sound signpost until the index is built anew.
    /// </summary>
    public const ulong FirstReservedKey = 1UL << 63;

    private const int FirstCapacity = 64;

    private readonly UsearchHandle _handle;
    private readonly IndexGate _gate = new(Math.Max(2, Environment.ProcessorCount));

    /// <summary>Adding checks for the key and then inserts; two adds of one key must not pass the check together.</summary>
    private readonly Lock[] _keyLocks = [.. Enumerable.Range(0, 64).Select(_ => new Lock())];

    /// <summary>Vectors present.</summary>
    private long _count;
    private long _capacity;
    private long _removed;
    private bool _disposed;

    /// <summary>Creates an empty index.</summary>
    /// <exception cref="ArgumentException">The parameters make no usable index.</exception>
    /// <exception cref="InvalidOperationException">There is no native library; see <see cref="UnavailableReason"/>.</exception>
    public UsearchIndex(UsearchParameters parameters)
    {
        parameters.Validate();
        UsearchLibrary.Require();
        Parameters = parameters;
        _handle = Create(parameters);
        try
        {
            Reserve_NeedsLock(FirstCapacity);
        }
        catch
        {
            _handle.Dispose();
            throw;
        }
    }

    /// <summary>Whether the native library is there. Without it, use exact search.</summary>
    public static bool IsAvailable => UsearchLibrary.IsAvailable;

    /// <summary>Why the native library is not there, with what to do; null when it is.</summary>
    public static string? UnavailableReason => UsearchLibrary.UnavailableReason;

    /// <summary>What the index was built with.</summary>
    public UsearchParameters Parameters { get; }

    /// <summary>The vectors in the index.</summary>
    public long Count => Volatile.Read(ref _count);

    /// <summary>The vectors that fit before memory is reserved again.</summary>
    public long Capacity => Volatile.Read(ref _capacity);

    /// <summary>
    /// The removed vectors whose nodes are still in the graph, where they take memory and slow searches; only building
    /// anew frees them. Kept across snapshots.
    /// </summary>
    public long Removed => Volatile.Read(ref _removed);

    /// <summary>The memory the native index holds, in bytes.</summary>
    public long MemoryBytes
    {
        get
        {
            Enter(IndexRoom.Search);
            try
            {
                nint error = 0;
                long bytes = (long)UsearchNative.MemoryUsage(_handle, ref error);
                UsearchNative.ThrowOn(error, "report its memory");
                return bytes;
            }
            finally
            {
                _gate.Exit();
            }
        }
    }

    /// <summary>The instruction set that measures distances, such as "skylake"; "serial" where none fits.</summary>
    public string HardwareAcceleration
    {
        get
        {
            Enter(IndexRoom.Search);
            try
            {
                nint error = 0;
                nint name = UsearchNative.HardwareAcceleration(_handle, ref error);
                UsearchNative.ThrowOn(error, "name its instruction set");
                return Marshal.PtrToStringUTF8(name) ?? "unknown";
            }
            finally
            {
                _gate.Exit();
            }
        }
    }

    public void Dispose()
    {
        FilterCall.ThrowIfRunning();
        _gate.Enter(IndexRoom.Alone, CancellationToken.None);
        try
        {
            _disposed = true;
            _handle.Dispose();
        }
        finally
        {
            _gate.Exit();
        }
    }

    private static UsearchHandle Create(UsearchParameters parameters)
    {
        var options = new UsearchInitOptions
        {
            MetricKind = (int)parameters.Metric,
            Quantization = (int)parameters.Quantization,
            Dimensions = (nuint)parameters.NativeDimensions,
            Connectivity = (nuint)parameters.Connectivity,
            ExpansionAdd = (nuint)parameters.EfConstruction,
            ExpansionSearch = 1, // See Search: ef travels as the number of results.
        };
        nint error = 0;
        UsearchHandle handle = UsearchNative.Init(options, ref error);
        if (error != 0 || handle.IsInvalid)
        {
            handle.Dispose();
            UsearchNative.ThrowOn(error, "create an index");
            throw new UsearchException("create an index", "out of memory");
        }

        return handle;
    }

    private void Enter(IndexRoom room, CancellationToken cancellationToken = default)
    {
        FilterCall.ThrowIfRunning();
        _gate.Enter(room, cancellationToken);
        if (_disposed)
        {
            _gate.Exit();
            throw new ObjectDisposedException(nameof(UsearchIndex));
        }
    }

    /// <summary>Reserves memory, then sets the thread limits again, because every reserve resets them.</summary>
    private void Reserve_NeedsLock(long capacity)
    {
        nint error = 0;
        UsearchNative.Reserve(_handle, (nuint)capacity, ref error);
        UsearchNative.ThrowOn(error, $"reserve memory for {capacity} vectors");
        UsearchNative.ChangeThreadsAdd(_handle, (nuint)_gate.Seats, ref error);
        UsearchNative.ThrowOn(error, "set its threads");
        UsearchNative.ChangeThreadsSearch(_handle, (nuint)_gate.Seats, ref error);
        UsearchNative.ThrowOn(error, "set its threads");
        Volatile.Write(ref _capacity, (long)UsearchNative.Capacity(_handle, ref error));
        UsearchNative.ThrowOn(error, "report its capacity");
    }

    private static void CheckKey(ulong key)
    {
        if (key >= FirstReservedKey)
        {
            throw new ArgumentOutOfRangeException(nameof(key), key, $"Keys from {FirstReservedKey} (2^63) on are reserved; use a smaller one.");
        }
    }
}
