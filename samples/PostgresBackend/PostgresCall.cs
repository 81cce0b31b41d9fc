using System.Text;
using Microsoft.Extensions.VectorData;
using Npgsql;

namespace PostgresBackend;

/// <summary>Calls of the server: names quoted, answers read to their end before they are passed on, failures named.</summary>
internal static class PostgresCall
{
    // Longer names are cut off by PostgreSQL, so that two could become one.
    private const int LongestName = 63;

    public static string Quoted(string name) => Encoding.UTF8.GetByteCount(name) <= LongestName && !name.Contains('\0', StringComparison.Ordinal)
        ? $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
        : throw new ArgumentException($"'{name}' is no name for PostgreSQL: at most {LongestName} bytes, and no zero.");

    public static async Task<List<T>> ReadAsync<T>(
        NpgsqlDataSource source, NpgsqlCommand command, Func<NpgsqlDataReader, T> read, string operation, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
            await using (command.ConfigureAwait(false))
            {
                command.Connection = connection;
                await using var rows = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
                var found = new List<T>();
                while (await rows.ReadAsync(cancellationToken).ConfigureAwait(false))
                {
                    found.Add(read(rows));
                }

                return found;
            }
        }
        catch (NpgsqlException error)
        {
            throw Failure(error, operation);
        }
    }

    public static async Task RunAsync(NpgsqlDataSource source, string sql, string operation, CancellationToken cancellationToken)
    {
        try
        {
            await using var command = source.CreateCommand(sql);
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (NpgsqlException error)
        {
            throw Failure(error, operation);
        }
    }

    /// <summary>Runs commands in one transaction: all of them or none.</summary>
    public static async Task RunAsync(NpgsqlDataSource source, IEnumerable<NpgsqlBatchCommand> commands, string operation, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
            await using var batch = new NpgsqlBatch(connection, transaction);
            foreach (var command in commands)
            {
                batch.BatchCommands.Add(command);
            }

            if (batch.BatchCommands.Count > 0)
            {
                await batch.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
            }

            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (NpgsqlException error)
        {
            throw Failure(error, operation);
        }
    }

    private static VectorStoreException Failure(NpgsqlException error, string operation) =>
        new($"PostgreSQL failed in '{operation}': {error.Message}", error) { VectorStoreSystemName = "postgresql", OperationName = operation };
}
