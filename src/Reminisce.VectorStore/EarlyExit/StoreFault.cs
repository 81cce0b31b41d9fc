using System.Runtime.CompilerServices;
using Microsoft.Extensions.VectorData;

namespace Reminisce.VectorData;

/// <summary>Gives failures of other stores the one exception type that callers of VectorData handle.</summary>
internal static class StoreFault
{
    /// <summary>Names the inner store in messages.</summary>
    public static string InnerStore(string? systemName) => systemName is null ? "inner vector store" : $"inner vector store '{systemName}'";

    /// <summary>Tells failures of a store apart from cancellation and from values that it refuses, which pass as they are.</summary>
    /// <remarks>
    /// A cancellation that the caller did not ask for is a store that timed out. An <see cref="InvalidOperationException"/> is a failure, such as a
    /// closed connection: what a caller can ask for wrongly, names and kinds of properties, is checked before the store is called.
    /// </remarks>
    public static bool IsForeign(Exception error, CancellationToken cancellationToken) => error is OperationCanceledException
        ? !cancellationToken.IsCancellationRequested
        : error is not (VectorStoreException or ArgumentException or NotSupportedException or InvalidCastException);

    /// <summary>Makes a call of another store, naming its failure.</summary>
    public static async Task<T> GuardAsync<T>(string store, string? collection, string operation, Func<Task<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            return await call().ConfigureAwait(false);
        }
        catch (Exception error) when (IsForeign(error, cancellationToken))
        {
            var place = collection is null ? "" : $" on collection '{collection}'";
            throw Wrap(error, collection, operation, $"The {store} failed in '{operation}'{place}: {error.Message}");
        }
    }

    /// <summary>Opens a stream of another store and passes it on, naming its failure.</summary>
    public static async IAsyncEnumerable<T> StreamAsync<T>(
        string store, string? collection, string operation, Func<IAsyncEnumerable<T>> open, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var items = await GuardAsync(store, collection, operation, () => Task.FromResult(open().GetAsyncEnumerator(cancellationToken)), cancellationToken).ConfigureAwait(false);
        await using (items.ConfigureAwait(false))
        {
            while (await GuardAsync(store, collection, operation, () => items.MoveNextAsync().AsTask(), cancellationToken).ConfigureAwait(false))
            {
                yield return items.Current;
            }
        }
    }

    public static VectorStoreException Wrap(Exception? error, string? collection, string operation, string message) => new(message, error)
    {
        VectorStoreSystemName = ReminisceConstants.SystemName,
        CollectionName = collection,
        OperationName = operation,
    };
}
