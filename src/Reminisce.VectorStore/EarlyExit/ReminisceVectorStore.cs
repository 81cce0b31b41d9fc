using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.VectorData;

namespace Reminisce.VectorData;

/// <summary>Coarse-to-fine retrieval over any vector store: content is embedded only as deep as needed and finished when it is nearly found.</summary>
/// <remarks>
/// Safe for concurrent calls. Records whose content is embedded by an <see cref="IEarlyExitEncoder"/> lie in the inner store
/// with one vector property per exit, exactly one of them set; calls to all other collections go to the inner store's own. The
/// inner store must support several nullable vector properties and cosine similarity. Use one instance per inner store and
/// process: writers of one record are kept apart within an instance. Owns the inner store and the activation
/// store unless <see cref="ReminisceVectorStoreOptions.LeaveOpen"/>. (Paper: speculative fine-grained retrieval, D3.)
/// </remarks>
public sealed class ReminisceVectorStore : VectorStore, IAsyncDisposable
{
    private readonly VectorStore _inner;
    private readonly ReminisceVectorStoreOptions _options;
    private readonly CollectionRegistry _registry;
    private readonly ConcurrentDictionary<string, CollectionState> _states = new(StringComparer.Ordinal);
    private readonly WriteBackQueue _writeBackQueue;
    private readonly ILogger _logger;
    private readonly VectorStoreMetadata _metadata;
    private readonly string _innerName;

    /// <summary>Initialises a store over another one.</summary>
    /// <param name="inner">Where records and vectors are kept.</param>
    /// <param name="options">Options; <see langword="null"/> for the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range.</exception>
    public ReminisceVectorStore(VectorStore inner, ReminisceVectorStoreOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(inner);
        _inner = inner;
        _options = new ReminisceVectorStoreOptions(options);
        _options.Validate();
        _registry = new CollectionRegistry(inner, _options.VerifyWrites);
        _logger = (_options.LoggerFactory ?? NullLoggerFactory.Instance).CreateLogger<ReminisceVectorStore>();
        _writeBackQueue = new WriteBackQueue(_options.WriteBackQueueLength, _logger);
        var metadata = inner.GetService(typeof(VectorStoreMetadata)) as VectorStoreMetadata;
        _innerName = StoreFault.InnerStore(metadata?.VectorStoreSystemName);
        _metadata = new VectorStoreMetadata { VectorStoreSystemName = ReminisceConstants.SystemName, VectorStoreName = metadata?.VectorStoreName };
    }

    /// <summary>Opens a collection: a <see cref="ReminisceCollection{TKey, TRecord}"/> when a property has early exits, else the inner store's own, which only refuses to open a collection with early exits.</summary>
    /// <typeparam name="TKey">The type of the key.</typeparam>
    /// <typeparam name="TRecord">The type of the record.</typeparam>
    /// <param name="name">The name.</param>
    /// <param name="definition">The definition, where attributes do not say all.</param>
    /// <returns>The collection; it need not exist yet.</returns>
    /// <exception cref="InvalidOperationException">The record does not fit the encoder, for example in its dimensions.</exception>
    [RequiresDynamicCode("Mapping to .NET types needs reflection; use GetDynamicCollection where that is not available.")]
    [RequiresUnreferencedCode("Mapping to .NET types needs reflection; use GetDynamicCollection where that is not available.")]
    public override VectorStoreCollection<TKey, TRecord> GetCollection<TKey, TRecord>(string name, VectorStoreCollectionDefinition? definition = null)
    {
        CheckName(name);
        if (typeof(TRecord) == typeof(Dictionary<string, object?>))
        {
            throw new ArgumentException(Microsoft.Extensions.VectorData.ProviderServices.VectorDataStrings.GetCollectionWithDictionaryNotSupported, nameof(name));
        }

        if (!EarlyExitDetection.IsNeeded(typeof(TRecord), definition, _options.EmbeddingGenerator))
        {
            return PassThrough(name, _inner.GetCollection<TKey, TRecord>(name, EarlyExitDetection.WithGenerator(definition, _options.EmbeddingGenerator)));
        }

        var model = new EarlyExitModelBuilder().Build(typeof(TRecord), typeof(TKey), definition, _options.EmbeddingGenerator);
        return new ReminisceCollection<TKey, TRecord>(Context(name, new EarlyExitSchema(model)), _metadata.VectorStoreName);
    }

    /// <summary>Opens a collection of dictionaries, as <c>GetCollection</c> does for .NET types.</summary>
    /// <param name="name">The name.</param>
    /// <param name="definition">The definition.</param>
    /// <returns>The collection; it need not exist yet.</returns>
    /// <exception cref="InvalidOperationException">The definition does not fit the encoder, for example in its dimensions.</exception>
    public override VectorStoreCollection<object, Dictionary<string, object?>> GetDynamicCollection(string name, VectorStoreCollectionDefinition definition)
    {
        CheckName(name);
        ArgumentNullException.ThrowIfNull(definition);
        if (!EarlyExitDetection.IsNeeded(typeof(Dictionary<string, object?>), definition, _options.EmbeddingGenerator))
        {
            return PassThrough(name, _inner.GetDynamicCollection(name, EarlyExitDetection.WithGenerator(definition, _options.EmbeddingGenerator)!));
        }

        var model = new EarlyExitModelBuilder().BuildDynamic(definition, definition.EmbeddingGenerator ?? _options.EmbeddingGenerator);
        return new ReminisceDynamicCollection(Context(name, new EarlyExitSchema(model)), _metadata.VectorStoreName);
    }

    /// <inheritdoc/>
    public override async IAsyncEnumerable<string> ListCollectionNamesAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var generations = await _registry.GenerationsAsync(cancellationToken).ConfigureAwait(false);
        var names = new HashSet<string>(StringComparer.Ordinal);
        var physicals = StoreFault.StreamAsync(_innerName, null, "ListCollectionNames", () => _inner.ListCollectionNamesAsync(cancellationToken), cancellationToken);
        await foreach (var physical in physicals.ConfigureAwait(false))
        {
            // A generation is listed under its collection's name; one that is not finished, or not removed yet, is not listed.
            var name = CollectionBinding.LogicalName(physical) is { } logical && generations.GetValueOrDefault(logical) is var current
                ? CollectionBinding.PhysicalName(logical, current) == physical ? logical : null
                : physical;
            if (name is not null && !string.Equals(name, ReminisceConstants.RegistryCollection, StringComparison.Ordinal) && names.Add(name))
            {
                yield return name;
            }
        }
    }

    /// <inheritdoc/>
    public override async Task<bool> CollectionExistsAsync(string name, CancellationToken cancellationToken = default)
    {
        CheckName(name);
        return await ExistsAsync(name, await PhysicalNameAsync(name, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public override async Task EnsureCollectionDeletedAsync(string name, CancellationToken cancellationToken = default)
    {
        CheckName(name);
        var state = State(name);
        await state.SchemaLock.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var physical = await PhysicalNameAsync(name, cancellationToken).ConfigureAwait(false);
            state.Bound = null;
            state.Forget();
            await new ActivationCache(_options.ActivationStore, () => physical).ClearAsync(cancellationToken).ConfigureAwait(false);
            await StoreFault.GuardAsync(
                _innerName,
                name,
                "EnsureCollectionDeleted",
                async () =>
                {
                    await _inner.EnsureCollectionDeletedAsync(physical, cancellationToken).ConfigureAwait(false);
                    return true;
                },
                cancellationToken).ConfigureAwait(false);
            await _registry.RemoveAsync(name, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            state.SchemaLock.Release();
        }
    }

    /// <inheritdoc/>
    public override object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? null
            : serviceType == typeof(VectorStoreMetadata) ? _metadata
            : serviceType == typeof(IActivationStore) ? _options.ActivationStore
            : serviceType.IsInstanceOfType(this) ? this
            : _inner.GetService(serviceType, serviceKey);
    }

    /// <summary>Waits until the upgrades that wait in the background now were stored.</summary>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>A task that ends when they are stored.</returns>
    /// <exception cref="VectorStoreException">One could not be stored since the last call.</exception>
    public Task FlushAsync(CancellationToken cancellationToken = default) => _writeBackQueue.FlushAsync(cancellationToken);

    /// <summary>Stores what waits in the background, then closes the store.</summary>
    /// <returns>A task that ends when the store is closed.</returns>
    public async ValueTask DisposeAsync()
    {
        await _writeBackQueue.DisposeAsync().ConfigureAwait(false);
        Dispose();
    }

    /// <summary>Closes the store; upgrades that wait in the background are dropped, which only costs saved work.</summary>
    /// <param name="disposing">Whether called by the program.</param>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _writeBackQueue.Dispose();
            if (!_options.LeaveOpen)
            {
                _inner.Dispose();
                (_options.ActivationStore as IDisposable)?.Dispose();
            }
        }

        base.Dispose(disposing);
    }

    /// <summary>Gets what all collection objects of a name share.</summary>
    internal CollectionState State(string name) => _states.GetOrAdd(name, static (_, recent) => new CollectionState(recent), _options.RecentlyRefined);

    private CollectionContext Context(string name, EarlyExitSchema schema)
    {
        var inner = new InnerCollection(physical => _inner.GetDynamicCollection(physical, schema.InnerDefinition), name, schema.KeyName);
        return new(schema, inner, new ActivationCache(_options.ActivationStore, () => inner.PhysicalName), State(name), _registry, _writeBackQueue, _options, _logger);
    }

    private PassThroughCollection<TKey, TRecord> PassThrough<TKey, TRecord>(string name, VectorStoreCollection<TKey, TRecord> inner)
        where TKey : notnull
        where TRecord : class => new(name, inner, ExistsAsync, _registry, State(name));

    private Task<bool> ExistsAsync(string name, string physical, CancellationToken cancellationToken) =>
        StoreFault.GuardAsync(_innerName, name, "CollectionExists", () => _inner.CollectionExistsAsync(physical, cancellationToken), cancellationToken);

    private async Task<string> PhysicalNameAsync(string name, CancellationToken cancellationToken) =>
        CollectionBinding.PhysicalName(name, (await _registry.FindAsync(name, cancellationToken).ConfigureAwait(false))?.Generation ?? 0);

    private static void CheckName(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (name.Any(char.IsControl))
        {
            throw new ArgumentException("The name of a collection has a control character; use printable characters only.", nameof(name));
        }

        if (CollectionBinding.LogicalName(name) is { } logical)
        {
            throw new ArgumentException($"'{name}' looks like a generation of the collection '{logical}', a name that is kept for embedding collections anew; choose another name.", nameof(name));
        }

        if (string.Equals(name, ReminisceConstants.RegistryCollection, StringComparison.Ordinal))
        {
            throw new ArgumentException($"'{name}' is where the store keeps what it knows of its collections; choose another name.", nameof(name));
        }
    }
}
