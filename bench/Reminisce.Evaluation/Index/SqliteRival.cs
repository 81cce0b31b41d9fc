using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;

namespace Reminisce.Evaluation;

/// <summary>SQLite alone: the same bytes into one table by one prepared statement, as durable as the store's.</summary>
internal sealed class SqliteRival : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _insert;
    private readonly byte[] _blob;

    public SqliteRival(string file, int dimensions)
    {
        _connection = new SqliteConnection($"Data Source={file};Pooling=False");
        _connection.Open();
        Run("PRAGMA page_size=8192; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;");
        Run("CREATE TABLE rows(id INTEGER PRIMARY KEY, bucket INTEGER NOT NULL, text TEXT NOT NULL, v BLOB NOT NULL)");
        _blob = new byte[dimensions * sizeof(float)];
        _insert = _connection.CreateCommand();
        _insert.CommandText = "INSERT INTO rows VALUES($id, $bucket, $text, $v)";
        foreach (var name in (string[])["$id", "$bucket", "$text", "$v"])
        {
            _insert.Parameters.Add(new SqliteParameter(name, null));
        }
    }

    /// <summary>Inserts rows in one durable transaction.</summary>
    public void Insert(IEnumerable<IndexRow> rows)
    {
        using var transaction = _connection.BeginTransaction();
        _insert.Transaction = transaction;
        foreach (var row in rows)
        {
            MemoryMarshal.AsBytes(row.Vector.Span).CopyTo(_blob);
            _insert.Parameters[0].Value = row.Id;
            _insert.Parameters[1].Value = row.Bucket;
            _insert.Parameters[2].Value = row.Text;
            _insert.Parameters[3].Value = _blob;
            _insert.ExecuteNonQuery();
        }

        transaction.Commit();
    }

    public void Dispose()
    {
        _insert.Dispose();
        _connection.Dispose();
    }

    private void Run(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
