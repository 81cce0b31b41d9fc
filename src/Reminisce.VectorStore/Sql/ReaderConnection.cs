using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Reminisce.VectorData.Sql;

/// <summary>A read-only connection that keeps its statements prepared: preparing one costs more than most searches run it.</summary>
/// <remarks>Not thread-safe: one query has it at a time.</remarks>
internal sealed class ReaderConnection(string connectionString) : SqliteConnection(connectionString)
{
    // A store with many collections and filters would otherwise collect statements without end.
    private const int MostStatements = 128;

    private readonly Dictionary<string, sqlite3_stmt> _statements = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new();

    /// <summary>Gets a statement ready to be bound; one text is in use once at a time.</summary>
    public PreparedQuery Query(string sql)
    {
        if (!_statements.TryGetValue(sql, out var statement))
        {
            SqliteException.ThrowExceptionForRC(raw.sqlite3_prepare_v2(Handle, sql, out statement), Handle);
            _statements.Add(sql, statement);
            _order.Enqueue(sql);
            if (_order.Count > MostStatements && _statements.Remove(_order.Dequeue(), out var oldest))
            {
                oldest.Dispose();
            }
        }

        return new PreparedQuery(Handle!, statement);
    }

    /// <summary>Runs a statement without parameters or result.</summary>
    public void Execute(string sql)
    {
        using var query = Query(sql);
        query.Step();
    }

    /// <summary>Gets the number that names the state which this transaction sees: every commit raises it.</summary>
    public long Sequence()
    {
        using var query = Query(StoreSequence.Select);
        query.Step();
        return query.Int64(0);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            foreach (var statement in _statements.Values)
            {
                statement.Dispose();
            }

            _statements.Clear();
        }

        base.Dispose(disposing);
    }
}
