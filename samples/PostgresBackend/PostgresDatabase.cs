using Microsoft.Extensions.VectorData;
using Npgsql;

namespace PostgresBackend;

/// <summary>A schema of a database: statements run, answers read to their end before they are passed on, failures named.</summary>
internal sealed class PostgresDatabase(NpgsqlDataSource source, string schema)
{
    public const string SystemName = "postgresql";

    public string Schema => schema;

    public string Name { get; } = new NpgsqlConnectionStringBuilder(source.ConnectionString).Database ?? "";

    public string Table(string collection) => $"{PostgresText.Name(schema)}.{PostgresText.Name(collection)}";

    /// <summary>Runs statements in one transaction: all of them or none.</summary>
    /// <returns>The rows of all of them.</returns>
    /// <exception cref="VectorStoreException">The server refused or could not be reached.</exception>
    public async Task<List<T>> RunAsync<T>(string? collection, string operation, IReadOnlyList<NpgsqlBatchCommand> commands, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var found = new List<T>();
        if (commands.Count == 0)
        {
            return found;
        }

        try
        {
            await using var connection = await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
            await using var transaction = commands.Count > 1 ? await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false) : null;
            await using var batch = new NpgsqlBatch(connection, transaction);
            foreach (var command in commands)
            {
                batch.BatchCommands.Add(command);
            }

            await using (var rows = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false))
            {
                do
                {
                    while (await rows.ReadAsync(cancellationToken).ConfigureAwait(false))
                    {
                        found.Add(read(rows));
                    }
                }
                while (await rows.NextResultAsync(cancellationToken).ConfigureAwait(false));
            }

            if (transaction is not null)
            {
                await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
            }

            return found;
        }
        catch (NpgsqlException error)
        {
            throw new VectorStoreException($"PostgreSQL failed in '{operation}'{(collection is null ? "" : $" on collection '{collection}'")}: {error.Message}", error)
            {
                VectorStoreSystemName = SystemName,
                VectorStoreName = Name,
                CollectionName = collection,
                OperationName = operation,
            };
        }
    }

    public Task RunAsync(string? collection, string operation, IEnumerable<string> statements, CancellationToken cancellationToken) =>
        RunAsync(collection, operation, [.. statements.Select(sql => new NpgsqlBatchCommand(sql))], _ => true, cancellationToken);

    public async Task<bool> ExistsAsync(string collection, CancellationToken cancellationToken)
    {
        var command = new NpgsqlBatchCommand("SELECT 1 FROM pg_tables WHERE schemaname = $1 AND tablename = $2") { Parameters = { new() { Value = schema }, new() { Value = collection } } };
        return (await RunAsync(collection, "CollectionExists", [command], _ => true, cancellationToken).ConfigureAwait(false)).Count > 0;
    }

    public Task DeleteAsync(string collection, CancellationToken cancellationToken) =>
        RunAsync(collection, "EnsureCollectionDeleted", [$"DROP TABLE IF EXISTS {Table(collection)}"], cancellationToken);
}
