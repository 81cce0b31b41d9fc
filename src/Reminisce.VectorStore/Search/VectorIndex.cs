using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Reminisce.VectorData.Native;
using Reminisce.VectorData.Snapshots;
using Reminisce.VectorData.Sql;
using Reminisce.VectorData.Telemetry;

namespace Reminisce.VectorData.Search;

/// <summary>The graph of one vector property: loaded or built in the background, kept up to date, saved as a shortcut.</summary>
/// <remarks>
/// <see cref="Current"/> is thread-safe; the other members are called by the writer's thread alone. Searches run exactly
/// until the graph is there, and while it is built anew they use the old one.
/// </remarks>
internal sealed partial class VectorIndex : IDisposable
{
    // Below a thousand removals nothing is slow yet; past the fraction, only building anew restores recall and speed.
    private const long RemovalsWorthRebuilding = 1000;
    private const double DeadFraction = 0.3;
    private const long ChangesBetweenSnapshots = 20_000;

    private readonly CollectionTable _table;
    private readonly StoredColumn _column;
    private readonly UsearchParameters _parameters;
    private readonly IndexHost _host;
    private readonly IndexSnapshot _snapshot;
    private readonly CancellationTokenSource _stop = new();
    private volatile VectorGraph? _graph;
    private volatile UsearchIndex? _growing;
    private volatile bool _isGivenUp;
    private Task _building;
    private Task _saving = Task.CompletedTask;
    private long _sequence;
    private long _savedSequence = -1;
    private long _unsaved;
    private long _goal;

    public VectorIndex(CollectionTable table, StoredColumn column, UsearchParameters parameters, string path, IndexHost host)
    {
        _table = table;
        _column = column;
        _parameters = parameters;
        _host = host;
        _snapshot = new IndexSnapshot(host.Storage, path);
        Path = path;
        _building = Task.Run(() => BuildAsync(fromSnapshot: true));
    }

    /// <summary>Raised by the building thread after each part.</summary>
    public event Action? Progressed;

    /// <summary>Gets the graph, or null while there is none.</summary>
    public UsearchIndex? Current => _graph?.Index;

    /// <summary>Gets the graph with its codes, or null while there is none.</summary>
    public VectorGraph? Graph => _graph;

    public string Collection => _table.Name;

    public string Property => _column.Name;

    public string Path { get; }

    public long CollectionId => _table.Id;

    public int Ordinal => _column.Ordinal;

    /// <summary>Completes when the graph is there or could not be built; for tests and for closing.</summary>
    public Task Building => _building;

    /// <summary>Completes when no save is under way; for tests.</summary>
    public Task Saving => _saving;

    /// <summary>Builds the graph anew from the rows; the one there serves until then.</summary>
    public void Rebuild()
    {
        var before = _building;
        _building = Task.Run(async () =>
        {
            await before.ConfigureAwait(false);
            await BuildAsync(fromSnapshot: false).ConfigureAwait(false);
        });
    }

    /// <summary>Takes in what was just committed.</summary>
    public void CatchUp(SqliteConnection connection)
    {
        if (_graph is not { Index: var index } graph)
        {
            return;
        }

        (_sequence, var changes) = IndexFeed.Apply(connection, _table, _column, graph, _sequence, _stop.Token);
        _unsaved += changes;
        if (!_host.IsReadOnly && index.Removed > RemovalsWorthRebuilding && index.Removed > DeadFraction * (index.Count + index.Removed) && _building.IsCompleted)
        {
            Rebuild();
        }

        if (!_host.IsReadOnly && _unsaved >= ChangesBetweenSnapshots && _saving.IsCompleted)
        {
            StartSaving(index);
        }
    }

    /// <summary>Gives the graph up: searches are exact from here on.</summary>
    public void Retire(Exception reason)
    {
        _host.Log.IndexGivenUp(_host.Folder, _table.Name, _column.Name, reason);
        _isGivenUp = true;
        Swap(null);
    }

    /// <summary>Saves the graph if it has changed; returns the number up to which the saved one is complete, or -1.</summary>
    public long Save()
    {
        _saving.GetAwaiter().GetResult();
        if (Current is { } index && _savedSequence < _sequence)
        {
            Save(index, _sequence);
        }

        return _savedSequence;
    }

    /// <summary>Ends building and waits for it; must run before the writer stops.</summary>
    public void Stop()
    {
        _stop.Cancel();
        _building.GetAwaiter().GetResult();
    }

    public void Dispose()
    {
        _stop.Cancel();
        _saving.GetAwaiter().GetResult();
        Swap(null);
    }

    private async Task BuildAsync(bool fromSnapshot)
    {
        // Work of its own, not a part of the search that happened to need it first.
        Activity.Current = null;
        using var operation = StoreOperation.Start(_host.Files, "BuildIndex", _table.Name);
        operation.Tag(StoreTags.Property, _column.Name);
        var started = Stopwatch.GetTimestamp();
        VectorGraph? graph = null;
        try
        {
            using var reader = SqlConnections.OpenReader(_host.Files);
            var saved = fromSnapshot ? _snapshot.Read(_parameters) : null;
            var current = reader.Sequence();
            if (saved is { IsLoaded: true } && saved.Sequence > current)
            {
                // The database was put back to an earlier state: the graph knows rows that never were.
                saved.Index.Dispose();
                _host.Log.SnapshotRefused(_host.Folder, $"The index snapshot of collection '{_table.Name}' is newer than the database, which was put back to an earlier state.");
                saved = null;
            }

            if (saved is { State: SnapshotState.Damaged or SnapshotState.StaleParameters })
            {
                _host.Log.SnapshotRefused(_host.Folder, saved.Reason);
            }

            graph = saved is { IsLoaded: true } ? new VectorGraph(saved.Index) : new VectorGraph(_parameters);
            if (saved is { IsLoaded: true } && graph.Codes is { } codes)
            {
                IndexFeed.Fill(reader, _table, _column, codes, _stop.Token);
            }

            var sequence = saved is { IsLoaded: true } ? saved.Sequence : 0;
            var loadedAt = saved is { IsLoaded: true } ? sequence : -1;
            Interlocked.Exchange(ref _goal, reader.Number($"SELECT count(*) FROM {_table.Vectors(_column.Ordinal)}"));
            _growing = graph.Index;
            if (loadedAt < 0)
            {
                _host.Log.RebuildBegan(_host.Folder, _table.Name, _column.Name, _goal);
                StoreTelemetry.Rebuilds.Add(1, new KeyValuePair<string, object?>(StoreTags.Collection, _table.Name));
            }

            (sequence, _) = IndexFeed.Apply(reader, _table, _column, graph, sequence, _stop.Token, OnPage);

            // The last step runs between two commits, so that no change falls between.
            await _host.OnWriter(connection => Publish(connection, graph, sequence, loadedAt)).ConfigureAwait(false);
            operation.Tag(StoreTags.Rows, graph.Index.Count);
            operation.Tag(StoreTags.State, loadedAt < 0 ? "built" : "loaded");
            operation.Succeeded();
            _host.Log.IndexReady(_host.Folder, _table.Name, _column.Name, graph.Index.Count, loadedAt < 0 ? "built" : "loaded", Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            graph = null;
        }
        catch (Exception error) when (error is OperationCanceledException or ObjectDisposedException)
        {
            // Closing: the next opening builds it.
            operation.Failed(error);
        }
        catch (Exception error) when (error is SqliteException or UsearchException or ArgumentException or InvalidOperationException)
        {
            operation.Failed(error);
            _isGivenUp = true;
            _host.Log.IndexGivenUp(_host.Folder, _table.Name, _column.Name, error);
        }
        finally
        {
            _growing = null;
            graph?.Dispose();
        }
    }

    private void OnPage()
    {
        if (Progress is { } progress)
        {
            _host.Log.RebuildProgress(_host.Folder, _table.Name, _column.Name, progress.Done, progress.Total);
            Progressed?.Invoke();
        }
    }

    private void Publish(SqliteConnection? connection, VectorGraph graph, long sequence, long loadedAt)
    {
        _stop.Token.ThrowIfCancellationRequested();
        if (connection is not null)
        {
            (sequence, _) = IndexFeed.Apply(connection, _table, _column, graph, sequence, _stop.Token);
        }

        _sequence = sequence;
        _savedSequence = loadedAt;
        _unsaved = 0;
        _isGivenUp = false;
        Swap(graph);
        if (loadedAt < 0 && connection is not null && _saving.IsCompleted)
        {
            StartSaving(graph.Index);
        }
    }

    private void Swap(VectorGraph? graph)
    {
        // Who searches the old one just now is waited for; who comes late finds it disposed and looks again.
        var old = _graph;
        _graph = graph;
        old?.Dispose();
    }

    private void StartSaving(UsearchIndex index)
    {
        var sequence = _sequence;
        _unsaved = 0;
        _saving = Task.Run(() => Save(index, sequence));
    }

    private void Save(UsearchIndex index, long sequence)
    {
        Activity.Current = null;
        using var operation = StoreOperation.Start(_host.Files, "SaveIndex", _table.Name);
        operation.Tag(StoreTags.Property, _column.Name);
        try
        {
            Directory.CreateDirectory(_host.Files.IndexFolder);
            var bytes = _snapshot.Write(index, sequence);
            _savedSequence = sequence;
            operation.Tag(StoreTags.Bytes, bytes);
            operation.Succeeded();
            StoreTelemetry.SnapshotBytes.Add(bytes);
            _host.Log.SnapshotWritten(_host.Folder, _table.Name, _column.Name, bytes, sequence);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ObjectDisposedException or UsearchException)
        {
            // The rows are safe; without the shortcut the next opening takes longer.
            operation.Failed(error);
            _host.Log.SnapshotNotWritten(_host.Folder, error);
        }
    }
}
