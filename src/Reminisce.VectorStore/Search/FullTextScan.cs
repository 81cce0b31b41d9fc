using Microsoft.Data.Sqlite;
using Reminisce.VectorData.Filters;
using Reminisce.VectorData.Sql;

namespace Reminisce.VectorData.Search;

/// <summary>Ranks rows by their words.</summary>
internal static class FullTextScan
{
    /// <summary>Finds the best rows by BM25, higher is better; the filter is applied before ranking.</summary>
    public static List<ScoredRow> Search(SqliteConnection connection, CollectionTable table, string query, int count, SqlFilter filter)
    {
        var words = table.FullText;
        using var command = connection.Command(
            $"SELECT {words}.rowid, -bm25({words}) FROM {words} JOIN {table.Data} c ON c.row = {words}.rowid " +
            $"WHERE {words} MATCH $p0 AND {filter.Sql} ORDER BY bm25({words}), {words}.rowid LIMIT $p1",
            query,
            count);
        command.AddFilter(filter);
        using var reader = command.ExecuteReader();
        var rows = new List<ScoredRow>();
        while (reader.Read())
        {
            rows.Add(new ScoredRow(reader.GetInt64(0), reader.GetDouble(1)));
        }

        return rows;
    }
}
