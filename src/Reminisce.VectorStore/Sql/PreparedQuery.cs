using System.Globalization;
using Microsoft.Data.Sqlite;
using Reminisce.VectorData.Filters;
using SQLitePCL;

namespace Reminisce.VectorData.Sql;

/// <summary>One use of a prepared statement, without the objects that ADO.NET makes for each.</summary>
/// <remarks>Disposing it rewinds the statement, which must happen before the transaction ends.</remarks>
internal readonly struct PreparedQuery(sqlite3 connection, sqlite3_stmt statement) : IDisposable
{
    private static readonly string[] s_filterNames = [.. Enumerable.Range(0, 16).Select(FilterName)];

    /// <summary>Binds the parameter of this number (?1 ...), which must stand before any filter in the text.</summary>
    public void Bind(int parameter, long value) => Check(raw.sqlite3_bind_int64(statement, parameter, value));

    public void Bind(SqlFilter filter)
    {
        for (var i = 0; i < filter.Values.Count; i++)
        {
            var parameter = raw.sqlite3_bind_parameter_index(statement, i < s_filterNames.Length ? s_filterNames[i] : FilterName(i));
            Check(filter.Values[i] switch
            {
                long value => raw.sqlite3_bind_int64(statement, parameter, value),
                double value => raw.sqlite3_bind_double(statement, parameter, value),
                string value => raw.sqlite3_bind_text(statement, parameter, value),
                byte[] value => raw.sqlite3_bind_blob(statement, parameter, value),
                var value => throw new InvalidOperationException($"A filter value of type {value.GetType().Name} was not encoded as long, double, string or byte[]."),
            });
        }
    }

    /// <summary>Goes to the next row; false when there is none.</summary>
    public bool Step()
    {
        var code = raw.sqlite3_step(statement);
        if (code == raw.SQLITE_ROW)
        {
            return true;
        }

        Check(code == raw.SQLITE_DONE ? raw.SQLITE_OK : code);
        return false;
    }

    /// <summary>Goes back to the start and keeps what is bound.</summary>
    public void Rewind() => _ = raw.sqlite3_reset(statement);

    public bool IsNull(int column) => raw.sqlite3_column_type(statement, column) == raw.SQLITE_NULL;

    public double Double(int column) => raw.sqlite3_column_double(statement, column);

    public long Int64(int column) => raw.sqlite3_column_int64(statement, column);

    /// <summary>Reads a blob where SQLite holds it: valid until the next step.</summary>
    public ReadOnlySpan<byte> Blob(int column) => raw.sqlite3_column_blob(statement, column);

    /// <summary>Reads a value as long, double, string or byte[]; null where the database holds none.</summary>
    public object? Value(int column) => raw.sqlite3_column_type(statement, column) switch
    {
        raw.SQLITE_INTEGER => raw.sqlite3_column_int64(statement, column),
        raw.SQLITE_FLOAT => raw.sqlite3_column_double(statement, column),
        raw.SQLITE_TEXT => raw.sqlite3_column_text(statement, column).utf8_to_string(),
        raw.SQLITE_BLOB => Blob(column).ToArray(),
        _ => null,
    };

    public void Dispose()
    {
        Rewind();
        _ = raw.sqlite3_clear_bindings(statement);
    }

    private static string FilterName(int i) => "$f" + i.ToString(CultureInfo.InvariantCulture);

    private void Check(int code) => SqliteException.ThrowExceptionForRC(code, connection);
}
