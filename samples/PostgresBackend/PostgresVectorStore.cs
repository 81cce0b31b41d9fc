using System.Runtime.CompilerServices;
using Microsoft.Extensions.VectorData;
using Npgsql;

namespace PostgresBackend;

/// <summary>A small VectorData store over PostgreSQL with pgvector, to show how any engine is put under Reminisce.</summary>
/// <remarks>
/// Safe for concurrent calls. The extension must be installed in the database (<c>CREATE EXTENSION vector</c>). A collection is a
/// table, a property a column; vector columns may be null and there may be many of them, which is all that
/// coarse-to-fine retrieval asks of a store. Search is exact unless a property asks for <c>IndexKind.Hnsw</c>. Made for reading: no
/// embedding generators, no hybrid search, few types. Does not own the data source.
/// </remarks>
public sealed class PostgresVectorStore : VectorStore
{
    private readonly NpgsqlDataSource _source;

    /// <summary>Initialises a store.</summary>
    /// <param name="source">A data source made with <c>UseVector()</c>.</param>
    public PostgresVectorStore(NpgsqlDataSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        _source = source;
    }

    /// <inheritdoc/>
    public override VectorStoreCollection<TKey, TRecord> GetCollection<TKey, TRecord>(string name, VectorStoreCollectionDefinition? definition = null) =>
        typeof(TRecord) == typeof(Dictionary<string, object?>)
            ? throw new ArgumentException("Open collections of dictionaries with GetDynamicCollection.")
            : new PostgresCollection<TKey, TRecord>(_source, name, new PostgresModelBuilder().Build(typeof(TRecord), typeof(TKey), definition, null));

    /// <inheritdoc/>
    public override VectorStoreCollection<object, Dictionary<string, object?>> GetDynamicCollection(string name, VectorStoreCollectionDefinition definition) =>
        new PostgresCollection<object, Dictionary<string, object?>>(_source, name, new PostgresModelBuilder().BuildDynamic(definition, null));

    /// <inheritdoc/>
    public override async IAsyncEnumerable<string> ListCollectionNamesAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var names = await PostgresCall.ReadAsync(
            _source,
            new NpgsqlCommand("SELECT table_name::text FROM information_schema.tables WHERE table_schema = current_schema() AND table_type = 'BASE TABLE' ORDER BY 1"),
            row => row.GetString(0),
            "ListCollectionNames",
            cancellationToken).ConfigureAwait(false);
        foreach (var name in names)
        {
            yield return name;
        }
    }

    /// <inheritdoc/>
    public override async Task<bool> CollectionExistsAsync(string name, CancellationToken cancellationToken = default)
    {
        var command = new NpgsqlCommand("SELECT 1 FROM information_schema.tables WHERE table_schema = current_schema() AND table_name = $1") { Parameters = { new() { Value = name } } };
        return (await PostgresCall.ReadAsync(_source, command, _ => true, "CollectionExists", cancellationToken).ConfigureAwait(false)).Count > 0;
    }

    /// <inheritdoc/>
    public override Task EnsureCollectionDeletedAsync(string name, CancellationToken cancellationToken = default) =>
        PostgresCall.RunAsync(_source, $"DROP TABLE IF EXISTS {PostgresCall.Quoted(name)}", "EnsureCollectionDeleted", cancellationToken);

    /// <inheritdoc/>
    public override object? GetService(Type serviceType, object? serviceKey = null) => serviceKey is null && serviceType.IsInstanceOfType(this) ? this : null;
}
