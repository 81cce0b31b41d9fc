using Microsoft.Data.Sqlite;
using Microsoft.Extensions.VectorData;

namespace Reminisce.VectorData.Sql;

/// <summary>One open folder: its lock, its writer, its readers and its catalogue.</summary>
/// <remarks>Thread-safe. Shared by every store object of this process over the same folder; see <see cref="StoreEngines"/>.</remarks>
internal sealed class StoreEngine : IDisposable
{
    private readonly StoreLock? _lock;
    private readonly WriteQueue? _writer;
    private readonly ReaderPool _readers;
    private readonly Catalog _catalog = new();

    private StoreEngine(StoreFiles files, StoreLock? @lock, SqliteConnection? writer)
    {
        Files = files;
        _lock = @lock;
        _readers = new ReaderPool(files);
        if (writer is not null)
        {
            _catalog.Load(writer);
            _writer = new WriteQueue(writer, _ => { });
        }
    }

    public StoreFiles Files { get; }

    public bool IsReadOnly => _writer is null;

    public static StoreEngine Open(StoreFiles files, bool readOnly)
    {
        if (readOnly)
        {
            return OpenReadOnly(files);
        }

        StoreLock? taken = null;
        try
        {
            Directory.CreateDirectory(files.Folder);
            taken = StoreLock.Take(files);
            return new StoreEngine(files, taken, SqlConnections.OpenWriter(files));
        }
        catch (Exception error)
        {
            taken?.Dispose();
            if (error is SqliteException or IOException or UnauthorizedAccessException)
            {
                throw StoreErrors.Wrap(error, files, null, "Open");
            }

            throw;
        }
    }

    /// <summary>Finds a collection, or null where it does not exist.</summary>
    public async Task<CollectionTable?> FindAsync(string name, CancellationToken cancellationToken)
        => IsReadOnly
            ? await ReadAsync(name, "Open", connection => Catalog.Read(connection, name), cancellationToken).ConfigureAwait(false)
            : _catalog.Find(name);

    public async Task<IReadOnlyList<CollectionTable>> ListAsync(CancellationToken cancellationToken)
        => IsReadOnly
            ? await ReadAsync(
                null,
                "List",
                connection => (IReadOnlyList<CollectionTable>)[.. Catalog.ReadNames(connection).Select(name => Catalog.Read(connection, name)!)],
                cancellationToken).ConfigureAwait(false)
            : _catalog.All();

    public async Task EnsureAsync(string name, IReadOnlyList<WantedColumn> columns, CancellationToken cancellationToken)
        => await ChangeAsync(name, "EnsureCollectionExists", connection => CollectionDdl.Ensure(connection, name, columns), cancellationToken).ConfigureAwait(false);

    public async Task DropAsync(string name, CancellationToken cancellationToken)
        => await ChangeAsync(
            name,
            "EnsureCollectionDeleted",
            connection =>
            {
                if (Catalog.Read(connection, name) is { } table)
                {
                    CollectionDdl.Drop(connection, table);
                }

                return null;
            },
            cancellationToken).ConfigureAwait(false);

    /// <summary>Runs a query on a connection of its own, in one consistent state.</summary>
    public async Task<T> ReadAsync<T>(string? collection, string operation, Func<SqliteConnection, T> query, CancellationToken cancellationToken)
    {
        try
        {
            return await _readers.ReadAsync(query, cancellationToken).ConfigureAwait(false);
        }
        catch (SqliteException error)
        {
            throw StoreErrors.Wrap(error, Files, collection, operation);
        }
    }

    /// <summary>Runs work on the writer inside a transaction; completes when it is durable.</summary>
    public async Task<T> WriteAsync<T>(string? collection, string operation, Func<SqliteConnection, long, T> work, CancellationToken cancellationToken)
    {
        if (_writer is null)
        {
            throw StoreErrors.Create($"Store {Files.Folder} was opened read-only: open it without ReadOnly to write.", Files, collection, operation);
        }

        try
        {
            return await _writer.WriteAsync(work, cancellationToken).ConfigureAwait(false);
        }
        catch (SqliteException error)
        {
            throw StoreErrors.Wrap(error, Files, collection, operation);
        }
    }

    public void Dispose()
    {
        _readers.Dispose();
        _writer?.Dispose();
        _lock?.Dispose();
    }

    private static StoreEngine OpenReadOnly(StoreFiles files)
    {
        if (!File.Exists(files.Database))
        {
            throw StoreErrors.Create($"There is no store in {files.Folder} that could be opened read-only: open it without ReadOnly once to create it.", files, null, "Open");
        }

        try
        {
            using var connection = SqlConnections.OpenReader(files);
            if (StoreSchema.IsEmptyOrOurs(connection, files))
            {
                throw StoreErrors.Create($"{files.Database} is empty: open the store without ReadOnly once to create it.", files, null, "Open");
            }
        }
        catch (SqliteException error)
        {
            throw StoreErrors.Wrap(error, files, null, "Open");
        }

        return new StoreEngine(files, null, null);
    }

    private async Task ChangeAsync(string name, string operation, Func<SqliteConnection, CollectionTable?> change, CancellationToken cancellationToken)
    {
        var (sequence, table) = await WriteAsync(name, operation, (connection, at) => (at, change(connection)), cancellationToken).ConfigureAwait(false);
        _catalog.Publish(name, sequence, table);
    }
}
