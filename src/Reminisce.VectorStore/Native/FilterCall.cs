using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

namespace Reminisce.VectorData.Native;

/// <summary>One filtered search's predicate, on its way through native code and back.</summary>
/// <remarks>
/// No exception may cross native frames. A fault or a cancellation is kept and every further key is accepted, which
/// fills the native result list and so ends the walk at once; <see cref="Rethrow"/> then raises it.
/// </remarks>
internal sealed class FilterCall(Func<ulong, bool> predicate, CancellationToken cancellationToken)
{
    [ThreadStatic]
    private static bool t_running;

    private ExceptionDispatchInfo? _fault;
    private bool _stopped;

    /// <summary>Throws when the calling thread is inside a predicate: waiting for the gate there could never end.</summary>
    public static void ThrowIfRunning()
    {
        if (t_running)
        {
            throw new InvalidOperationException("A search filter called the index; collect what the filter needs before the search.");
        }
    }

    public void Rethrow()
    {
        _fault?.Throw();
        cancellationToken.ThrowIfCancellationRequested();
    }

    /// <summary>Accepts what has not been removed; needs no state.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    public static int AcceptPresent(ulong key, nint state) => key < UsearchIndex.FirstReservedKey ? 1 : 0;

    /// <summary>Accepts what has not been removed and passes the predicate of the call that <paramref name="state"/> holds.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    public static int Accept(ulong key, nint state)
    {
        if (key >= UsearchIndex.FirstReservedKey)
        {
            return 0;
        }

        var call = (FilterCall)GCHandle.FromIntPtr(state).Target!;
        return call.Decide(key) ? 1 : 0;
    }

#pragma warning disable CA1031 // Whatever the predicate throws is rethrown by Rethrow, after the native frames are gone.
    private bool Decide(ulong key)
    {
        if (_stopped || cancellationToken.IsCancellationRequested)
        {
            _stopped = true;
            return true;
        }

        t_running = true;
        try
        {
            return predicate(key);
        }
        catch (Exception exception)
        {
            _fault = ExceptionDispatchInfo.Capture(exception);
            _stopped = true;
            return true;
        }
        finally
        {
            t_running = false;
        }
    }
#pragma warning restore CA1031
}
