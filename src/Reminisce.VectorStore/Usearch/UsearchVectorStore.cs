using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.VectorData;
using Microsoft.Extensions.VectorData.ProviderServices;
using Reminisce.VectorData.Sql;
using Reminisce.VectorData.Sql.Values;

namespace Reminisce.VectorData;

/// <summary>A vector store in a local folder: SQLite keeps the records, the words and the exact vectors.</summary>
/// <remarks>
/// Thread-safe. Several stores over one folder in one process share its files; a second process may only open the folder
/// read-only. Dispose it after its collections are no longer used; the last one to be disposed closes the files.
/// Every write is durable when its task completes.
/// </remarks>
public sealed partial class UsearchVectorStore : VectorStore
{
    private readonly StoreEngineLease _lease;
    private readonly UsearchVectorStoreOptions _options;
    private readonly VectorStoreMetadata _metadata;

    /// <summary>Initializes a new instance of the <see cref="UsearchVectorStore"/> class and opens or creates the folder.</summary>
    /// <param name="folder">The folder that belongs to the store alone.</param>
    /// <param name="options">Options; they are copied.</param>
    /// <exception cref="ArgumentException">An index option is outside its range.</exception>
    /// <exception cref="VectorStoreException">The folder is open in another process, damaged, newer, or not accessible.</exception>
    public UsearchVectorStore(string folder, UsearchVectorStoreOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        _options = new UsearchVectorStoreOptions(options);
        _options.Index.Validate();
        _lease = StoreEngines.Acquire(folder, _options.ReadOnly, _options.LoggerFactory.CreateLogger<UsearchVectorStore>(), _options.Storage);
        _metadata = new VectorStoreMetadata
        {
            VectorStoreSystemName = UsearchConstants.SystemName,
            VectorStoreName = _lease.Engine.Files.Folder,
        };
    }

    internal StoreEngine Engine => _lease.Engine;

    internal UsearchVectorStoreOptions Options => _options;

    /// <inheritdoc/>
    [RequiresDynamicCode("Mapping record classes needs run-time code; use GetDynamicCollection with NativeAOT.")]
    [RequiresUnreferencedCode("Mapping record classes reads their properties; use GetDynamicCollection when trimming.")]
    public override UsearchCollection<TKey, TRecord> GetCollection<TKey, TRecord>(string name, VectorStoreCollectionDefinition? definition = null)
        => typeof(TRecord) == typeof(Dictionary<string, object?>)
            ? throw new ArgumentException(VectorDataStrings.GetCollectionWithDictionaryNotSupported)
            : new UsearchCollection<TKey, TRecord>(this, name, new UsearchCollectionOptions { Definition = definition });

    /// <inheritdoc/>
    public override UsearchDynamicCollection GetDynamicCollection(string name, VectorStoreCollectionDefinition definition)
        => new(this, name, new UsearchCollectionOptions { Definition = definition });

    /// <inheritdoc/>
    public override async IAsyncEnumerable<string> ListCollectionNamesAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (var table in await Engine.ListAsync(cancellationToken).ConfigureAwait(false))
        {
            yield return table.Name;
        }
    }

    /// <inheritdoc/>
    public override async Task<bool> CollectionExistsAsync(string name, CancellationToken cancellationToken = default)
    {
        CheckName(name);
        return await Engine.FindAsync(name, cancellationToken).ConfigureAwait(false) is not null;
    }

    /// <inheritdoc/>
    public override Task EnsureCollectionDeletedAsync(string name, CancellationToken cancellationToken = default)
    {
        CheckName(name);
        return Engine.DropAsync(name, cancellationToken);
    }

    /// <inheritdoc/>
    public override object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? null
            : serviceType == typeof(VectorStoreMetadata) ? _metadata
            : serviceType.IsInstanceOfType(this) ? this
            : null;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _lease.Dispose();
        }

        base.Dispose(disposing);
    }

    private static void CheckName(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        WholeText.Check(name, "collection's name", nameof(name));
    }
}
