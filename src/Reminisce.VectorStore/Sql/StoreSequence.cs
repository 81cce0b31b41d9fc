using Microsoft.Data.Sqlite;

namespace Reminisce.VectorData.Sql;

/// <summary>The number that names a store's state: every commit raises it, and rows carry that of the write they came with.</summary>
internal static class StoreSequence
{
    /// <summary>The statement that reads it.</summary>
    public const string Select = "SELECT value FROM store WHERE name = 'sequence'";

    /// <summary>Gets the number of the state that this connection sees.</summary>
    public static long Sequence(this SqliteConnection connection) => connection.Number(Select);

    public static void SetSequence(this SqliteConnection connection, long sequence)
        => connection.Run("UPDATE store SET value = $p0 WHERE name = 'sequence'", sequence);

    /// <summary>Gets the highest number that any row carries.</summary>
    public static long Highest(SqliteConnection connection, IReadOnlyList<CollectionTable> tables)
        => tables.SelectMany(table => table.VectorColumns.Select(column => table.Vectors(column.Ordinal)))
            .Append("tombstones")
            .Select(name => connection.Number($"SELECT coalesce(max(seq), 0) FROM {name}"))
            .Max();
}
