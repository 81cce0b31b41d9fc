using Microsoft.Extensions.VectorData;

namespace Reminisce.VectorData;

/// <summary>Gives failures of other stores the one exception type that callers of VectorData handle.</summary>
internal static class StoreFault
{
    /// <summary>Tells failures of a store apart from cancellation and from the caller's own mistakes, which pass as they are.</summary>
    /// <remarks>A cancellation that the caller did not ask for is a store that timed out.</remarks>
    public static bool IsForeign(Exception error, CancellationToken cancellationToken) => error is OperationCanceledException
        ? !cancellationToken.IsCancellationRequested
        : error is not (VectorStoreException or ArgumentException or NotSupportedException or InvalidOperationException or InvalidCastException);

    public static VectorStoreException Wrap(Exception? error, string collection, string operation, string message) => new(message, error)
    {
        VectorStoreSystemName = ReminisceConstants.SystemName,
        CollectionName = collection,
        OperationName = operation,
    };
}
