using Microsoft.Extensions.Logging;

namespace Reminisce.VectorData;

/// <summary>Everything the parts of one collection share.</summary>
internal sealed record CollectionContext(
    EarlyExitSchema Schema,
    InnerCollection Inner,
    ActivationCache Activations,
    CollectionState State,
    CollectionRegistry Registry,
    WriteBackQueue WriteBackQueue,
    ReminisceVectorStoreOptions Options,
    ILogger Logger)
{
    public string Name => Inner.Name;

    public TimeProvider Time => Options.TimeProvider;

    /// <summary>Gets whether the collection is still the one that was opened, and was not embedded anew or deleted meanwhile.</summary>
    public bool IsCurrent => State.Bound?.Fingerprint == Schema.Fingerprint;

    /// <summary>Locks records for a change.</summary>
    /// <exception cref="Microsoft.Extensions.VectorData.VectorStoreException">The collection was embedded anew or deleted while the call waited.</exception>
    public async Task<IDisposable> LockForChangeAsync(IReadOnlyCollection<object> keys, CancellationToken cancellationToken)
    {
        var held = await State.Locks.AcquireAsync(keys, cancellationToken).ConfigureAwait(false);
        if (IsCurrent)
        {
            return new ChangeLock(State, keys, held);
        }

        held.Dispose();
        throw StoreFault.Wrap(null, Name, "Write", $"The collection '{Name}' was embedded anew or deleted while the call waited, and nothing was stored; open it again with its new encoder.");
    }
}
