using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.VectorData;
using Npgsql;

namespace PostgresBackend;

/// <summary>A VectorData store over PostgreSQL with pgvector, to show how any engine is put under Reminisce.</summary>
/// <remarks>
/// Safe for concurrent calls. The extension must be installed in the database (<c>CREATE EXTENSION vector</c>). A collection is a
/// table, a property a column; vector columns may be null and there may be many of them, which is all that
/// coarse-to-fine retrieval asks of a store. Search is exact unless a property asks for <c>IndexKind.Hnsw</c>. Does not own the data source.
/// </remarks>
public sealed class PostgresVectorStore : VectorStore
{
    private readonly PostgresDatabase _database;
    private readonly IEmbeddingGenerator? _generator;

    /// <summary>Initialises a store.</summary>
    /// <param name="source">A data source made with <c>UseVector()</c>.</param>
    /// <param name="schema">The schema of the tables, which must exist.</param>
    /// <param name="generator">Embeds content for properties without a generator of their own.</param>
    public PostgresVectorStore(NpgsqlDataSource source, string schema = "public", IEmbeddingGenerator? generator = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        _database = new PostgresDatabase(source, schema);
        _generator = generator;
    }

    /// <inheritdoc/>
    public override VectorStoreCollection<TKey, TRecord> GetCollection<TKey, TRecord>(string name, VectorStoreCollectionDefinition? definition = null) =>
        typeof(TRecord) == typeof(Dictionary<string, object?>)
            ? throw new ArgumentException("Open collections of dictionaries with GetDynamicCollection.")
            : new PostgresCollection<TKey, TRecord>(_database, name, new PostgresModelBuilder().Build(typeof(TRecord), typeof(TKey), definition, _generator));

    /// <inheritdoc/>
    public override VectorStoreCollection<object, Dictionary<string, object?>> GetDynamicCollection(string name, VectorStoreCollectionDefinition definition) =>
        new PostgresCollection<object, Dictionary<string, object?>>(_database, name, new PostgresModelBuilder().BuildDynamic(definition, definition.EmbeddingGenerator ?? _generator));

    /// <inheritdoc/>
    public override async IAsyncEnumerable<string> ListCollectionNamesAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var command = new NpgsqlBatchCommand("SELECT tablename::text FROM pg_tables WHERE schemaname = $1 ORDER BY 1") { Parameters = { new() { Value = _database.Schema } } };
        foreach (var name in await _database.RunAsync(null, "ListCollectionNames", [command], row => row.GetString(0), cancellationToken).ConfigureAwait(false))
        {
            yield return name;
        }
    }

    /// <inheritdoc/>
    public override Task<bool> CollectionExistsAsync(string name, CancellationToken cancellationToken = default) => _database.ExistsAsync(name, cancellationToken);

    /// <inheritdoc/>
    public override Task EnsureCollectionDeletedAsync(string name, CancellationToken cancellationToken = default) => _database.DeleteAsync(name, cancellationToken);

    /// <inheritdoc/>
    public override object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is not null ? null
        : serviceType == typeof(VectorStoreMetadata) ? new VectorStoreMetadata { VectorStoreSystemName = PostgresDatabase.SystemName, VectorStoreName = _database.Name }
        : serviceType.IsInstanceOfType(this) ? this
        : null;
}
