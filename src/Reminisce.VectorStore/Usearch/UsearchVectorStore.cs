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
public sealed class UsearchVectorStore : VectorStore
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

    /// <summary>Counts rows and bytes.</summary>
    /// <param name="cancellationToken">Cancels the count.</param>
    /// <returns>What the store holds now.</returns>
    public async Task<UsearchStoreStatistics> GetStatisticsAsync(CancellationToken cancellationToken = default)
    {
        var tables = await Engine.ListAsync(cancellationToken).ConfigureAwait(false);
        var rows = await Engine.ReadAsync(
            null,
            "GetStatistics",
            connection => tables.ToDictionary(table => table.Name, table => connection.Number($"SELECT count(*) FROM {table.Data}"), StringComparer.Ordinal),
            cancellationToken).ConfigureAwait(false);
        var files = Engine.Files;
        return new UsearchStoreStatistics
        {
            Rows = rows,
            DatabaseBytes = Length(files.Database),
            WalBytes = Length(files.Wal),
            IndexBytes = Directory.Exists(files.IndexFolder) ? new DirectoryInfo(files.IndexFolder).EnumerateFiles().Sum(file => file.Length) : 0,
        };

        static long Length(string path) => new FileInfo(path) is { Exists: true } file ? file.Length : 0;
    }

    /// <summary>Takes every byte of deleted records off the disk: out of the write-ahead log and out of the graphs.</summary>
    /// <param name="cancellationToken">Cancels the scrub before it begins.</param>
    /// <returns>The files that are left, with their hashes.</returns>
    /// <remarks>Graphs are deleted; large ones are built anew by the next search, which is exact until then.</remarks>
    /// <exception cref="VectorStoreException">The store is read-only, or its log is being read by another process.</exception>
    public Task<UsearchScrubReceipt> ScrubAsync(CancellationToken cancellationToken = default) => Engine.ScrubAsync(cancellationToken);

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
