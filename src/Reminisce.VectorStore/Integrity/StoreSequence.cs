using Microsoft.Data.Sqlite;
using Reminisce.VectorData.Sql;

namespace Reminisce.VectorData.Integrity;

/// <summary>The numbers of writes that rows carry.</summary>
internal static class StoreSequence
{
    /// <summary>Gets the highest number that any row carries.</summary>
    public static long Highest(SqliteConnection connection, IReadOnlyList<CollectionTable> tables)
        => tables.SelectMany(table => table.VectorColumns.Select(column => table.Vectors(column.Ordinal)))
            .Append("tombstones")
            .Select(name => connection.Number($"SELECT coalesce(max(seq), 0) FROM {name}"))
            .Max();
}
