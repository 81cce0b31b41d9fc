using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using Reminisce.VectorData.Native;
using Reminisce.VectorData.Snapshots;
using Reminisce.VectorData.Sql;

namespace Reminisce.VectorData.Search;

/// <summary>The graphs of a store, each begun when first needed.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed partial class IndexRegistry(IndexHost host, long storeId)
{
    private const string Extension = SnapshotFile.Extension;

    private readonly ConcurrentDictionary<(long Collection, int Ordinal, UsearchParameters Graph), Lazy<VectorIndex>> _indexes = new();
    private readonly ConcurrentDictionary<(long Collection, int Ordinal), ResidentVectors> _residents = new();
    private readonly bool _available = CheckAvailable(host);
    private readonly Lock _following = new();
    private readonly Lock _beginning = new();
    private volatile bool _closed;

    /// <summary>Gets the rows that recent filters matched.</summary>
    public FilterSets Filters { get; } = new();

    /// <summary>Gets the builds begun so far, for tests.</summary>
    public IEnumerable<Task> Building => Begun.Select(index => index.Building);

    /// <summary>Gets the saves under way, for tests.</summary>
    public IEnumerable<Task> Saving => Begun.Select(index => index.Saving);

    /// <summary>Gets which graphs are there, for tests.</summary>
    public IEnumerable<bool> Ready => Begun.Select(index => index.Current is not null);

    /// <summary>Gets the graphs begun so far.</summary>
    public IEnumerable<VectorIndex> Begun => _indexes.Values.Where(index => index.IsValueCreated).Select(index => index.Value);

    /// <summary>Gets a property's graph if it is there already.</summary>
    public VectorGraph? Existing(CollectionTable table, BoundVector vector)
        => vector.Graph is { } graph
            && _indexes.TryGetValue((table.Id, vector.Column.Ordinal, graph), out var index)
            && index.IsValueCreated ? index.Value.Graph : null;

    /// <summary>Gets a property's graph and begins building it where there is none; null where none can be.</summary>
    public VectorIndex? Find(CollectionTable table, BoundVector vector)
    {
        if (!_available || _closed || vector.Graph is not { } graph)
        {
            return null;
        }

        if (_indexes.TryGetValue((table.Id, vector.Column.Ordinal, graph), out var known))
        {
            return known.Value;
        }

        lock (_beginning)
        {
            return _indexes.GetOrAdd(
                (table.Id, vector.Column.Ordinal, graph),
                key => new Lazy<VectorIndex>(() => new VectorIndex(
                    table,
                    vector.Column,
                    graph,
                    PathOf(key.Collection, key.Ordinal, vector.Measure.Metric!.Value),
                    host))).Value;
        }
    }

    /// <summary>Gets a property's vectors in memory, empty until first followed.</summary>
    public ResidentVectors Resident(CollectionTable table, StoredColumn column)
        => _residents.GetOrAdd((table.Id, column.Ordinal), _ => new ResidentVectors(table, column));

    /// <summary>Lets the graphs of a read-only store take in what another process has committed.</summary>
    public void Follow(SqliteConnection connection)
    {
        if (host.IsReadOnly)
        {
            lock (_following)
            {
                CatchUp(connection);
            }
        }
    }

    /// <summary>Lets every graph take in what was just committed.</summary>
    public void CatchUp(SqliteConnection connection)
    {
        foreach (var index in Begun)
        {
            try
            {
                index.CatchUp(connection);
            }
            catch (Exception error) when (error is SqliteException or UsearchException or ArgumentException or ObjectDisposedException or OperationCanceledException)
            {
                // The rows are committed and right; a graph that cannot follow is only a slower search.
                index.Retire(error);
            }
        }
    }

    /// <summary>Forgets a dropped collection's graphs.</summary>
    public void Drop(long collection)
    {
        foreach (var key in _indexes.Keys.Where(key => key.Collection == collection))
        {
            if (_indexes.TryRemove(key, out var index) && index.IsValueCreated)
            {
                index.Value.Stop();
                index.Value.Dispose();
            }
        }

        foreach (var key in _residents.Keys.Where(key => key.Collection == collection))
        {
            if (_residents.TryRemove(key, out var resident))
            {
                resident.Release();
            }
        }

        try
        {
            Delete(host.Storage.List(host.Files.IndexFolder, Prefix(collection)));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The collection is gone, and its number is never used again: no one will read these files.
            host.Log.SnapshotNotDeleted(host.Folder, error);
        }
    }

    /// <summary>Deletes what no graph of this store can come from: remains of a crash, other stores' snapshots, and those of a later state.</summary>
    public void Clean(long sequence)
    {
        try
        {
            Delete(host.Storage.List(host.Files.IndexFolder).Where(path => IsForeign(path) || IsNewer(path, sequence)));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            host.Log.SnapshotNotDeleted(host.Folder, error);
        }
    }

    /// <summary>Deletes every graph, in memory and on the disk; the next search that needs one builds it from the rows.</summary>
    public void Forget()
    {
        // A graph begun meanwhile would be read from a file that is about to go, with vectors that are to be forgotten.
        lock (_beginning)
        {
            foreach (var key in _indexes.Keys)
            {
                if (_indexes.TryRemove(key, out var index) && index.IsValueCreated)
                {
                    index.Value.Dispose();
                }
            }

            _residents.Clear();
            Delete(host.Storage.List(host.Files.IndexFolder));
        }
    }

    /// <summary>Waits for builds under way; called before the writer stops.</summary>
    public void Stop()
    {
        _closed = true;
        foreach (var index in Begun)
        {
            index.Stop();
        }
    }

    /// <summary>Saves what changed and forgets deletions that no saved graph still has to learn of; on the writer's thread.</summary>
    public void Save(SqliteConnection connection)
    {
        foreach (var index in Begun)
        {
            if (index.Save() is >= 0 and var saved)
            {
                connection.Run("DELETE FROM tombstones WHERE collection = $p0 AND ordinal = $p1 AND seq <= $p2", index.CollectionId, index.Ordinal, saved);
            }
        }

        using var command = connection.Command("SELECT DISTINCT collection, ordinal FROM tombstones");
        var buried = new List<(long Collection, int Ordinal)>();
        using (var reader = command.ExecuteReader())
        {
            while (reader.Read())
            {
                buried.Add((reader.GetInt64(0), reader.GetInt32(1)));
            }
        }

        foreach (var (collection, ordinal) in buried.Where(buried => host.Storage.List(host.Files.IndexFolder, Prefix(buried.Collection, buried.Ordinal)).Count == 0))
        {
            connection.Run("DELETE FROM tombstones WHERE collection = $p0 AND ordinal = $p1", collection, ordinal);
        }
    }

    public void Close()
    {
        foreach (var index in Begun)
        {
            index.Dispose();
        }
    }

    private static bool CheckAvailable(IndexHost host)
    {
        if (UsearchIndex.UnavailableReason is { } reason)
        {
            host.Log.LibraryMissing(host.Folder, reason);
        }

        return UsearchIndex.IsAvailable;
    }

    private string Prefix(long collection) => $"{storeId:x16}-c{collection}-";

    private string Prefix(long collection, int ordinal) => $"{Prefix(collection)}v{ordinal}-";

    // The store's id keeps a graph from meeting the rows of another store that took its folder.
    private string PathOf(long collection, int ordinal, UsearchMetric metric)
        => Path.Combine(host.Files.IndexFolder, $"{Prefix(collection, ordinal)}{metric}{Extension}");

    private bool IsForeign(string path)
        => !path.EndsWith(Extension, StringComparison.Ordinal) || !Path.GetFileName(path).StartsWith($"{storeId:x16}-", StringComparison.Ordinal);

    /// <summary>Whether a snapshot knows rows that never were; left there, later rows would be taken for rows that it holds.</summary>
    private bool IsNewer(string path, long sequence)
    {
        if (new IndexSnapshot(host.Storage, path).ReadSequence() is not { } saved || saved <= sequence)
        {
            return false;
        }

        host.Log.SnapshotRefused(host.Folder, $"The index snapshot '{path}' is newer than the database, which was put back to an earlier state.");
        return true;
    }

    private void Delete(IEnumerable<string> files)
    {
        var deleted = false;
        foreach (var file in files)
        {
            host.Storage.Delete(file);
            deleted = true;
        }

        if (deleted)
        {
            host.Storage.SyncDirectory(host.Files.IndexFolder);
        }
    }
}
