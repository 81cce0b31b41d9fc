using Microsoft.Data.Sqlite;
using Reminisce.VectorData.Sql;

namespace Reminisce.VectorData.Integrity;

/// <summary>Reads every row of a damaged table that can still be read.</summary>
/// <remarks>
/// A damaged page ends a scan. So the table is read from its start until a damage, from its end until a damage, and what
/// lies between is halved and treated alike; a few rows are asked for one by one.
/// </remarks>
internal sealed class RowRescue(SqliteConnection connection, string table, Action<SqliteDataReader> save, CancellationToken cancellationToken)
{
    private const long OneByOne = 16;

    /// <summary>Reads rows numbered within the bounds; columns come in their stored order, the row number first.</summary>
    public void Read(long first, long last)
    {
        while (first <= last)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (Scan(first, last, "ASC", out var reached))
            {
                return;
            }

            first = Math.Max(first, reached + 1);
            if (Scan(first, last, "DESC", out reached))
            {
                return;
            }

            last = reached == 0 ? last : Math.Min(last, reached - 1);
            if (last - first < OneByOne)
            {
                for (var row = first; row <= last; row++)
                {
                    Scan(row, row, "ASC", out _);
                }

                return;
            }

            var middle = first + ((last - first) / 2);
            Read(first, middle);
            first = middle + 1;
        }
    }

    /// <summary>False when damage ended it; then says how far it came, 0 for nowhere.</summary>
    private bool Scan(long first, long last, string direction, out long reached)
    {
        reached = 0;
        try
        {
            using var command = connection.Command($"SELECT * FROM {table} WHERE row BETWEEN $p0 AND $p1 ORDER BY row {direction}", first, last);
            using var reader = command.ExecuteReader();
            while (reader.Read())
            {
                save(reader);
                reached = reader.GetInt64(0);
            }

            return true;
        }
        catch (SqliteException error) when (error.SqliteErrorCode == StoreErrors.Corrupt)
        {
            return false;
        }
    }
}
