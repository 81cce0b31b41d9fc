using Microsoft.Data.Sqlite;
using Reminisce.VectorData.Sql.Values;

namespace Reminisce.VectorData.Sql;

/// <summary>Creates, extends and drops the tables of one collection, inside the caller's transaction.</summary>
internal static class CollectionDdl
{
    /// <summary>Creates the collection, or adds what the wanted columns have and the stored ones lack.</summary>
    /// <exception cref="InvalidOperationException">A stored column has another kind, type or dimension.</exception>
    public static CollectionTable Ensure(SqliteConnection connection, string name, IReadOnlyList<WantedColumn> wanted)
    {
        var table = Catalog.Read(connection, name) ?? Create(connection, name, wanted[0]);
        RefuseExits(table, wanted);
        var fullTextChanged = false;
        foreach (var column in wanted)
        {
            var stored = table.Find(column.Name);
            if (stored is null)
            {
                Add(connection, table, column);
                fullTextChanged |= column.FullText;
            }
            else
            {
                Check(table, stored, column);
                fullTextChanged |= Extend(connection, table, stored, column);
            }

            table = Catalog.Read(connection, name)!;
        }

        if (fullTextChanged)
        {
            RebuildFullText(connection, table);
        }

        return table;
    }

    public static void Drop(SqliteConnection connection, CollectionTable table)
    {
        connection.Run($"DROP TABLE IF EXISTS {table.FullText}");
        foreach (var column in table.VectorColumns)
        {
            connection.Run($"DROP TABLE {table.Vectors(column.Ordinal)}");
        }

        connection.Run($"DROP TABLE {table.Data}");
        connection.Run("DELETE FROM columns WHERE collection = $p0", table.Id);
        connection.Run("DELETE FROM tombstones WHERE collection = $p0", table.Id);
        connection.Run("DELETE FROM collections WHERE id = $p0", table.Id);
    }

    private static CollectionTable Create(SqliteConnection connection, string name, WantedColumn key)
    {
        connection.Run("INSERT INTO collections(name) VALUES($p0)", name);
        var table = Catalog.Read(connection, name)!;
        connection.Run($"CREATE TABLE {table.Data}(row INTEGER PRIMARY KEY AUTOINCREMENT, k {key.Codec!.SqlType} NOT NULL UNIQUE)");
        Register(connection, table, 0, key);
        return Catalog.Read(connection, name)!;
    }

    private static void Add(SqliteConnection connection, CollectionTable table, WantedColumn column)
    {
        var ordinal = table.Columns.Max(stored => stored.Ordinal) + 1;
        Register(connection, table, ordinal, column);
        if (column.Kind == ColumnKind.Vector)
        {
            var vectors = table.Vectors(ordinal);
            connection.Run($"CREATE TABLE {vectors}(row INTEGER PRIMARY KEY, v BLOB NOT NULL, seq INTEGER NOT NULL); CREATE INDEX {vectors}_seq ON {vectors}(seq);");
            return;
        }

        // Rows from before the column existed read as the type's default; what can be null reads as null.
        var byDefault = column.IsNullable || column.Codec!.DefaultLiteral is not { } literal ? string.Empty : $" DEFAULT {literal}";
        connection.Run($"ALTER TABLE {table.Data} ADD COLUMN d{ordinal} {column.Codec!.SqlType}{byDefault}");
        if (column.Codec.HasExtra)
        {
            connection.Run($"ALTER TABLE {table.Data} ADD COLUMN d{ordinal}x");
        }

        if (column.Indexed)
        {
            Index(connection, table, ordinal);
        }
    }

    private static void Check(CollectionTable table, StoredColumn stored, WantedColumn column)
    {
        if (stored.Kind != column.Kind || stored.Type != column.Type || stored.Dimensions != column.Dimensions)
        {
            throw new InvalidOperationException(
                $"Property '{column.Name}' of collection '{table.Name}' is stored as {Describe(stored.Kind, stored.Type, stored.Dimensions)}, but the record declares {Describe(column.Kind, column.Type, column.Dimensions)}: " +
                "use the stored form, another storage name, or another collection.");
        }
    }

    /// <summary>Refuses a vector property that is stored with early exits: one column would be added beside those of its exits, of another space.</summary>
    private static void RefuseExits(CollectionTable table, IReadOnlyList<WantedColumn> wanted)
    {
        foreach (var vector in wanted.Where(w => w.Kind == ColumnKind.Vector))
        {
            var exit = EarlyExitProperty.ExitColumnOf(vector.Name);
            if (table.Find(exit) is not null && table.Find(EarlyExitProperty.SourceColumnOf(vector.Name)) is not null && wanted.All(w => w.Name != exit))
            {
                throw new InvalidOperationException(
                    $"Property '{vector.Name}' of collection '{table.Name}' is stored with one vector per exit, through {nameof(ReminisceVectorStore)}: open the collection through it, or use another collection.");
            }
        }
    }

    private static string Describe(ColumnKind kind, string type, int dimensions)
        => kind == ColumnKind.Vector ? $"a vector of {dimensions} dimensions as {type}" : $"{(kind == ColumnKind.Key ? "key" : "data")} of type {type}";

    private static bool Extend(SqliteConnection connection, CollectionTable table, StoredColumn stored, WantedColumn column)
    {
        if (column.Indexed && !stored.Indexed)
        {
            Index(connection, table, stored.Ordinal);
            connection.Run("UPDATE columns SET indexed = 1 WHERE collection = $p0 AND ordinal = $p1", table.Id, stored.Ordinal);
        }

        if (!column.FullText || stored.FullText)
        {
            return false;
        }

        connection.Run("UPDATE columns SET full_text = 1 WHERE collection = $p0 AND ordinal = $p1", table.Id, stored.Ordinal);
        return true;
    }

    private static void Index(SqliteConnection connection, CollectionTable table, int ordinal)
        => connection.Run($"CREATE INDEX {table.Data}_d{ordinal} ON {table.Data}(d{ordinal})");

    private static void Register(SqliteConnection connection, CollectionTable table, int ordinal, WantedColumn column)
        => connection.Run(
            "INSERT INTO columns VALUES($p0, $p1, $p2, $p3, $p4, $p5, $p6, $p7)",
            table.Id, ordinal, column.Name, column.Kind.ToString(), column.Type, column.Dimensions, column.Indexed, column.FullText);

    /// <summary>The words of a row live in an index beside the table; triggers keep both in step within each transaction.</summary>
    public static void RebuildFullText(SqliteConnection connection, CollectionTable table)
    {
        var names = string.Join(", ", table.FullTextColumns.Select(column => column.Sql));
        var added = string.Join(", ", table.FullTextColumns.Select(column => "new." + column.Sql));
        var removed = string.Join(", ", table.FullTextColumns.Select(column => "old." + column.Sql));
        var changed = string.Join(" OR ", table.FullTextColumns.Select(column => $"old.{column.Sql} IS NOT new.{column.Sql}"));
        var (data, words) = (table.Data, table.FullText);
        var insert = $"INSERT INTO {words}(rowid, {names}) VALUES(new.row, {added});";
        var delete = $"INSERT INTO {words}({words}, rowid, {names}) VALUES('delete', old.row, {removed});";
        connection.Run($"""
            DROP TRIGGER IF EXISTS {data}_ai; DROP TRIGGER IF EXISTS {data}_ad; DROP TRIGGER IF EXISTS {data}_au;
            DROP TABLE IF EXISTS {words};
            CREATE VIRTUAL TABLE {words} USING fts5({names}, content='{data}', content_rowid='row', tokenize='porter unicode61 remove_diacritics 2');
            INSERT INTO {words}({words}, rank) VALUES('secure-delete', 1);
            INSERT INTO {words}({words}) VALUES('rebuild');
            CREATE TRIGGER {data}_ai AFTER INSERT ON {data} BEGIN {insert} END;
            CREATE TRIGGER {data}_ad AFTER DELETE ON {data} BEGIN {delete} END;
            CREATE TRIGGER {data}_au AFTER UPDATE ON {data} WHEN {changed} BEGIN {delete} {insert} END;
            """);
    }
}
