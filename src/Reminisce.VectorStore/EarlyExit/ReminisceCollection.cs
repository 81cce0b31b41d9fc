using Microsoft.Extensions.VectorData;

namespace Reminisce.VectorData;

/// <summary>A collection whose content is encoded only as deep as needed and finished when a search comes close to it.</summary>
/// <remarks>
/// Safe for concurrent calls. Content properties (string, DataContent, AIContent, or an own type whose generator has an <see cref="IContentConverter"/>) are embedded, not stored: records come back
/// without them, so keep text that is to be shown in a data property. Scores of searches over them are calibrated: standard
/// deviations above unrelated pairs, higher is better, comparable across exits and towers. Several processes may read one
/// inner store; only one at a time may write a collection. (Paper: D3.)
/// </remarks>
/// <typeparam name="TKey">The type of the key.</typeparam>
/// <typeparam name="TRecord">The type of the record.</typeparam>
public partial class ReminisceCollection<TKey, TRecord> : VectorStoreCollection<TKey, TRecord>
    where TKey : notnull
    where TRecord : class
{
    private readonly CollectionContext _context;
    private readonly EarlyExitMapper<TRecord> _mapper;
    private readonly VectorStoreCollectionMetadata _metadata;

    internal ReminisceCollection(CollectionContext context, string? vectorStoreName)
    {
        _context = context;
        _mapper = new EarlyExitMapper<TRecord>(context.Schema);
        _metadata = new VectorStoreCollectionMetadata
        {
            VectorStoreSystemName = ReminisceConstants.SystemName,
            VectorStoreName = vectorStoreName,
            CollectionName = context.Name,
        };
    }

    /// <inheritdoc/>
    public override string Name => _context.Name;

    /// <inheritdoc/>
    public override async Task<bool> CollectionExistsAsync(CancellationToken cancellationToken = default)
    {
        if (_context.State.Bound is null)
        {
            _context.Inner.Use((await _context.Registry.FindAsync(Name, cancellationToken).ConfigureAwait(false))?.Generation ?? 0);
        }

        return await _context.Inner.ExistsAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Creates the collection, or makes sure that the existing one was made with the same encoders.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>A task that ends when the collection exists.</returns>
    /// <exception cref="VectorStoreException">The collection was made with another encoder or not through this kind of store.</exception>
    public override async Task EnsureCollectionExistsAsync(CancellationToken cancellationToken = default)
    {
        await _context.State.SchemaLock.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var found = await _context.Registry.FindAsync(Name, cancellationToken).ConfigureAwait(false);
            _context.Inner.Use(found?.Generation ?? 0);
            var binding = found;
            if (await _context.Inner.ExistsAsync(cancellationToken).ConfigureAwait(false))
            {
                CollectionRegistry.Check(Name, found, _context.Schema.Fingerprint);
                await DropBeforeAsync(found!.Generation, cancellationToken).ConfigureAwait(false);
            }
            else
            {
                binding = new CollectionBinding(_context.Schema.Fingerprint, found?.Generation ?? 0);
                await _context.Registry.WriteAsync(Name, binding, cancellationToken).ConfigureAwait(false);
            }

            // Also for an existing one: the inner store may have derived structures of its own to open.
            await _context.Inner.CreateAsync(cancellationToken).ConfigureAwait(false);
            _context.State.Bound = binding;
        }
        finally
        {
            _context.State.SchemaLock.Release();
        }
    }

    /// <inheritdoc/>
    public override async Task EnsureCollectionDeletedAsync(CancellationToken cancellationToken = default)
    {
        await _context.State.SchemaLock.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            _context.Inner.Use((await _context.Registry.FindAsync(Name, cancellationToken).ConfigureAwait(false))?.Generation ?? 0);
            _context.State.Bound = null;
            _context.State.Forget();
            await _context.Activations.ClearAsync(cancellationToken).ConfigureAwait(false);
            await _context.Inner.DropAsync(cancellationToken).ConfigureAwait(false);
            await _context.Registry.RemoveAsync(Name, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _context.State.SchemaLock.Release();
        }
    }

    /// <inheritdoc/>
    public override object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        if (serviceKey is not null)
        {
            return null;
        }

        if (serviceType == typeof(VectorStoreCollectionMetadata))
        {
            return _metadata;
        }

        if (serviceType.IsInstanceOfType(this))
        {
            return this;
        }

        if (serviceType == typeof(IEarlyExitEncoder))
        {
            return _context.Schema.EarlyExits[0].Encoder;
        }

        if (serviceType == typeof(IFilteredOperations<TRecord>))
        {
            return FilteredOperations;
        }

        if (serviceType == typeof(IFullTextSearchable<TRecord>))
        {
            return InnerFullText is { } inner ? new ReminisceFullText<TRecord>(inner, _context, _mapper) : null;
        }

        if (serviceType == typeof(IKeywordHybridSearchable<TRecord>))
        {
            return InnerFullText is { } inner ? new ReminisceHybridSearch<TRecord>(this, new ReminisceFullText<TRecord>(inner, _context, _mapper), _context.Schema, _mapper, _context.Options.HybridVectorWeight) : null;
        }

        return _context.Inner.Collection.GetService(serviceType, serviceKey);
    }

    private IFullTextSearchable<Dictionary<string, object?>>? InnerFullText =>
        _context.Inner.Collection.GetService(typeof(IFullTextSearchable<Dictionary<string, object?>>)) as IFullTextSearchable<Dictionary<string, object?>>;

    private ReminisceFilteredOperations<TRecord> FilteredOperations => new(
        _context.Inner.Counting,
        _context,
        BindAsync);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _context.Inner.Collection.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>Checks once that the existing collection was made with these encoders.</summary>
    private async Task BindAsync(CancellationToken cancellationToken)
    {
        var fingerprint = _context.Schema.Fingerprint;
        if (_context.State.Bound is { } bound && bound.Fingerprint == fingerprint)
        {
            _context.Inner.Use(bound.Generation);
            return;
        }

        await _context.State.SchemaLock.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var found = await _context.Registry.FindAsync(Name, cancellationToken).ConfigureAwait(false);
            _context.Inner.Use(found?.Generation ?? 0);
            if (!await _context.Inner.ExistsAsync(cancellationToken).ConfigureAwait(false))
            {
                throw StoreFault.Wrap(null, Name, "OpenCollection", $"The collection '{Name}' does not exist; call EnsureCollectionExistsAsync first.");
            }

            CollectionRegistry.Check(Name, found, fingerprint);
            _context.State.Bound = found;
        }
        finally
        {
            _context.State.SchemaLock.Release();
        }
    }

    /// <summary>Removes the generation that served until the collection had been embedded anew.</summary>
    private async Task DropBeforeAsync(int generation, CancellationToken cancellationToken)
    {
        if (generation > 0 && _context.Inner.At(generation - 1) is var old && await old.ExistsAsync(cancellationToken).ConfigureAwait(false))
        {
            await new ActivationCache(_context.Options.ActivationStore, () => old.PhysicalName).ClearAsync(cancellationToken).ConfigureAwait(false);
            await old.DropAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private void RefuseVectors(bool includeVectors)
    {
        if (includeVectors && _context.Schema.Model.EmbeddingGenerationRequired)
        {
            throw new NotSupportedException(Microsoft.Extensions.VectorData.ProviderServices.VectorDataStrings.IncludeVectorsNotSupportedWithEmbeddingGeneration);
        }
    }
}
