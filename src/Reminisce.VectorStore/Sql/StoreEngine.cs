using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Reminisce.VectorData.Scrub;
using Reminisce.VectorData.Search;
using Reminisce.VectorData.Sql.Migrations;
using Reminisce.VectorData.Storage;
using Reminisce.VectorData.Telemetry;

namespace Reminisce.VectorData.Sql;

/// <summary>One open folder: its lock, its writer, its readers and its catalogue.</summary>
/// <remarks>Thread-safe. Shared by every store object of this process over the same folder; see <see cref="StoreEngines"/>.</remarks>
internal sealed partial class StoreEngine : IDisposable
{
    private readonly ILogger _log;
    private readonly StoreLock? _lock;
    private readonly WriteQueue? _writer;
    private readonly ReaderPool _readers;
    private readonly Catalog _catalog = new();
    private readonly StoreScrubber _scrubber;

    private StoreEngine(StoreFiles files, ILogger log, IFileStorage storage, long storeId, StoreLock? taken, SqliteConnection? writer)
    {
        Files = files;
        _log = log;
        _lock = taken;
        _readers = new ReaderPool(files);
        Indexes = new IndexRegistry(new IndexHost(files, storage, log, writer is null, OnWriterAsync), storeId);
        _scrubber = new StoreScrubber(files, storage, Indexes);
        if (writer is not null)
        {
            _catalog.Load(writer);
            Indexes.Clean(writer.Sequence());
            _writer = new WriteQueue(writer, Indexes.CatchUp);
        }

        OpenIndexes.Add(Indexes);
        log.StoreOpened(files.Folder, writer is null ? "reading" : "writing");
    }

    public StoreFiles Files { get; }

    public IndexRegistry Indexes { get; }

    public bool IsReadOnly => _writer is null;

    /// <summary>Opens a folder; the road is the library's own unless a test brings another.</summary>
    public static StoreEngine Open(StoreFiles files, bool readOnly, ILogger log, IFileStorage storage, IReadOnlyList<StoreMigration>? road = null)
    {
        road ??= StoreMigrator.Road;
        if (readOnly)
        {
            return OpenReadOnly(files, log, storage, road);
        }

        StoreLock? taken = null;
        SqliteConnection? writer = null;
        try
        {
            CreateFolder(files.Folder, storage);
            taken = StoreLock.Take(files);
            writer = SqlConnections.OpenWriter(files, road, log);
            return new StoreEngine(files, log, storage, StoreId(writer), taken, writer);
        }
        catch (Exception error)
        {
            writer?.Dispose();
            taken?.Dispose();
            if (error is SqliteException or IOException or UnauthorizedAccessException)
            {
                throw StoreErrors.Wrap(error, files, null, "Open");
            }

            throw;
        }
    }

    /// <summary>Finds a collection, or null where it does not exist.</summary>
    public async ValueTask<CollectionTable?> FindAsync(string name, CancellationToken cancellationToken)
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
    {
        var dropped = 0L;
        await ChangeAsync(
            name,
            "EnsureCollectionDeleted",
            connection =>
            {
                if (Catalog.Read(connection, name) is { } table)
                {
                    dropped = table.Id;
                    CollectionDdl.Drop(connection, table);
                }

                return null;
            },
            cancellationToken).ConfigureAwait(false);
        if (dropped != 0)
        {
            Indexes.Drop(dropped);
        }
    }

    /// <summary>Runs a query on a connection of its own, in one consistent state.</summary>
    public async Task<T> ReadAsync<T>(string? collection, string operation, Func<ReaderConnection, T> query, CancellationToken cancellationToken)
    {
        using var observed = StoreOperation.Start(Files, operation, collection);
        try
        {
            var result = await _readers.ReadAsync(query, cancellationToken).ConfigureAwait(false);
            observed.Succeeded();
            return result;
        }
        catch (Exception error) when (observed.Failed(error))
        {
            throw; // Never entered: the filter only notes the failure.
        }
        catch (SqliteException error)
        {
            throw StoreErrors.Wrap(error, Files, collection, operation);
        }
    }

    /// <summary>Stores or deletes rows and returns how many; see <see cref="WriteAsync"/>.</summary>
    public async Task<long> WriteRowsAsync(string collection, string operation, Func<SqliteConnection, long, long> work, CancellationToken cancellationToken)
    {
        var rows = await WriteAsync(collection, operation, work, cancellationToken).ConfigureAwait(false);
        StoreTelemetry.Rows.Add(rows, new(StoreTags.Operation, operation), new(StoreTags.Collection, collection));
        return rows;
    }

    /// <summary>Runs work on the writer inside a transaction; completes when it is durable.</summary>
    public async Task<T> WriteAsync<T>(string? collection, string operation, Func<SqliteConnection, long, T> work, CancellationToken cancellationToken)
    {
        if (_writer is null)
        {
            throw StoreErrors.Create($"Store {Files.Folder} was opened read-only: open it without ReadOnly to write.", Files, collection, operation);
        }

        using var observed = StoreOperation.Start(Files, operation, collection);
        try
        {
            var result = await _writer.WriteAsync(work, cancellationToken).ConfigureAwait(false);
            if (result is long rows)
            {
                observed.Tag(StoreTags.Rows, rows);
            }

            observed.Succeeded();
            StoreTelemetry.Writes.Add(1, new KeyValuePair<string, object?>(StoreTags.Operation, operation));
            return result;
        }
        catch (Exception error) when (observed.Failed(error))
        {
            throw; // Never entered: the filter only notes the failure.
        }
        catch (SqliteException error)
        {
            throw StoreErrors.Wrap(error, Files, collection, operation);
        }
    }

    public void Dispose()
    {
        try
        {
            Indexes.Stop();
            _writer?.RunAloneAsync((connection, _) => Save(connection), CancellationToken.None).GetAwaiter().GetResult();
        }
        catch (Exception error) when (error is SqliteException or IOException or UnauthorizedAccessException)
        {
            // Every acknowledged record is safe already; what was not tidied up now is tidied up at the next closing.
            _log.ClosedUntidily(Files.Folder, error);
        }
        finally
        {
            // The writer's connection closes last: only one that may write can fold the log into the database and remove it.
            _readers.Dispose();
            _writer?.Dispose();
            _scrubber.Dispose();
            Indexes.Close();
            _lock?.Dispose();
        }
    }

    /// <summary>Creates a folder such that a power loss cannot take its name, and all that is stored in it, away.</summary>
    private static void CreateFolder(string folder, IFileStorage storage)
    {
        if (Directory.Exists(folder))
        {
            return;
        }

        var parent = Path.GetDirectoryName(folder)!;
        CreateFolder(parent, storage);
        Directory.CreateDirectory(folder);
        storage.SyncDirectory(parent);
    }

    private static long StoreId(SqliteConnection connection) => connection.Number("SELECT value FROM store WHERE name = 'id'");

    private bool Save(SqliteConnection connection)
    {
        Indexes.Save(connection);
        return true;
    }

    private Task OnWriterAsync(Action<SqliteConnection?> work)
    {
        if (_writer is not null)
        {
            return _writer.RunAloneAsync(
                (connection, _) =>
                {
                    work(connection);
                    return true;
                },
                CancellationToken.None);
        }

        work(null);
        return Task.CompletedTask;
    }

    private async Task ChangeAsync(string name, string operation, Func<SqliteConnection, CollectionTable?> change, CancellationToken cancellationToken)
    {
        var (sequence, table) = await WriteAsync(name, operation, (connection, at) => (at, change(connection)), cancellationToken).ConfigureAwait(false);
        _catalog.Publish(name, sequence, table);
    }
}
