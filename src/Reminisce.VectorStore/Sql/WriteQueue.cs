using System.Threading.Channels;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Reminisce.VectorData.Sql;

/// <summary>The one writer: takes work in order and commits what waits together in one transaction.</summary>
/// <remarks>
/// Thread-safe. One sync to the disk serves every caller of a group, which is what makes durable single upserts by
/// many callers affordable. Work that fails is undone alone by its savepoint; the others of its group stand.
/// </remarks>
internal sealed class WriteQueue : IDisposable
{
    private const int GroupSize = 128;

    private readonly Channel<IWriteItem> _items = Channel.CreateUnbounded<IWriteItem>(new UnboundedChannelOptions { SingleReader = true });
    private readonly SqliteConnection _connection;
    private readonly Action<SqliteConnection> _committed;
    private readonly Thread _thread;
    private long _sequence;

    /// <param name="connection">Owned by the queue from here on.</param>
    /// <param name="committed">Called on the writer's thread after each commit, before the callers continue.</param>
    public WriteQueue(SqliteConnection connection, Action<SqliteConnection> committed)
    {
        _connection = connection;
        _committed = committed;
        _sequence = connection.Sequence();
        _thread = new Thread(Loop) { IsBackground = true, Name = "Reminisce store writer" };
        _thread.Start();
    }

    /// <summary>Runs work inside a transaction and completes when it is on the disk.</summary>
    public Task<T> WriteAsync<T>(Func<SqliteConnection, long, T> work, CancellationToken cancellationToken)
        => Enqueue(new WriteItem<T>(work, inTransaction: true, cancellationToken), cancellationToken);

    /// <summary>Runs work that must stand outside any transaction, such as a checkpoint.</summary>
    public Task<T> RunAloneAsync<T>(Func<SqliteConnection, long, T> work, CancellationToken cancellationToken)
        => Enqueue(new WriteItem<T>(work, inTransaction: false, cancellationToken), cancellationToken);

    public void Dispose()
    {
        _items.Writer.TryComplete();
        if (Thread.CurrentThread != _thread)
        {
            _thread.Join();
        }

        _connection.Dispose();
    }

    private Task<T> Enqueue<T>(WriteItem<T> item, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled<T>(cancellationToken);
        }

        ObjectDisposedException.ThrowIf(!_items.Writer.TryWrite(item), typeof(UsearchVectorStore));
        return item.Task;
    }

    private void Loop()
    {
        var group = new List<IWriteItem>();
        IWriteItem? held = null;
        while (held is not null || _items.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            group.Clear();
            while (group.Count < GroupSize && (held is not null || _items.Reader.TryRead(out held)))
            {
                if (!held!.InTransaction && group.Count > 0)
                {
                    break;
                }

                var alone = !held.InTransaction;
                group.Add(held);
                held = null;
                if (alone)
                {
                    break;
                }
            }

            RunGroup(group);
        }
    }

    private void RunGroup(List<IWriteItem> group)
    {
        if (group is [{ InTransaction: false } alone])
        {
            alone.Run(_connection, _sequence);
            alone.Complete();
            return;
        }

        var failure = Commit(group);
        if (failure is null)
        {
            foreach (var item in group)
            {
                item.Complete();
            }
        }
        else if (group.Count == 1)
        {
            group[0].Fail(failure);
        }
        else
        {
            // The whole transaction is gone: each gets its own chance, so that one cannot take the others down.
            foreach (var item in group)
            {
                RunGroup([item]);
            }
        }
    }

    private Exception? Commit(List<IWriteItem> group)
    {
        var sequence = _sequence;
        try
        {
            _connection.Run("BEGIN IMMEDIATE");
            foreach (var item in group)
            {
                _connection.Run("SAVEPOINT item");
                sequence++;
                if (!item.Run(_connection, sequence))
                {
                    if (raw.sqlite3_get_autocommit(_connection.Handle) != 0)
                    {
                        return item.Error;
                    }

                    _connection.Run("ROLLBACK TO item");
                }

                _connection.Run("RELEASE item");
            }

            _connection.SetSequence(sequence);
            _connection.Run("COMMIT");
            _sequence = sequence;
            StoreTelemetry.GroupSize.Record(group.Count);
        }
        catch (SqliteException error)
        {
            Rollback();
            return error;
        }

        _committed(_connection);
        return null;
    }

    private void Rollback()
    {
        // By its code, not by an exception: where undoing fails too, the next group cannot begin, says so, and undoes again.
        if (raw.sqlite3_get_autocommit(_connection.Handle) == 0)
        {
            _ = raw.sqlite3_exec(_connection.Handle, "ROLLBACK");
        }
    }
}
