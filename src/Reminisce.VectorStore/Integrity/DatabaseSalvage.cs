using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Reminisce.VectorData.Sql;
using Reminisce.VectorData.Sql.Migrations;
using SQLitePCL;

namespace Reminisce.VectorData.Integrity;

/// <summary>Writes what can be read of a damaged database into a new one.</summary>
internal sealed class DatabaseSalvage(SqliteConnection source, SqliteConnection target, List<string> actions, CancellationToken cancellationToken)
{
    private float[]? _scratch;

    /// <summary>Makes the new database at a place of its own; the old one is only read.</summary>
    public static void Run(SqliteConnection source, StoreFiles place, List<string> actions, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(place.Folder);
        using var target = SqlConnections.OpenWriter(place, StoreMigrator.Road, NullLogger.Instance);
        target.Run("BEGIN IMMEDIATE");
        new DatabaseSalvage(source, target, actions, cancellationToken).CopyAll();
        target.Run("COMMIT");
        target.Run("PRAGMA wal_checkpoint(TRUNCATE)");
    }

    private void CopyAll()
    {
        var tables = Catalog.ReadNames(source).Select(name => Catalog.Read(source, name)!).ToList();
        CopyRows("SELECT id, name, last_key FROM collections", "INSERT INTO collections VALUES($p0, $p1, $p2)", 3);
        CopyRows("SELECT * FROM columns", "INSERT INTO columns VALUES($p0, $p1, $p2, $p3, $p4, $p5, $p6, $p7)", 8);
        foreach (var table in tables)
        {
            Copy(table);
        }

        var sequence = Math.Max(TryNumber(StoreSequence.Select) ?? 0, StoreSequence.Highest(target, tables));
        target.SetSequence(sequence);
    }

    private void Copy(CollectionTable table)
    {
        CreateAsStored(table.Data);
        var highest = Math.Max(TryNumber("SELECT seq FROM sqlite_sequence WHERE name = $p0", table.Data) ?? 0, TryNumber($"SELECT max(row) FROM {table.Data}") ?? 0);
        var columns = (int)target.Number("SELECT count(*) FROM pragma_table_info($p0)", table.Data);
        var records = Rescue(table.Data, columns, highest, _ => true);
        Keep(table, highest);
        actions.Add($"Collection '{table.Name}': {records}{Of(table.Data)} records were saved into a new database.");
        foreach (var column in table.VectorColumns)
        {
            var name = table.Vectors(column.Ordinal);
            CreateAsStored(name);
            var vectors = Rescue(
                name,
                3,
                highest,
                reader => target.Number($"SELECT 1 FROM {table.Data} WHERE row = $p0", reader.GetInt64(0)) == 1
                    && VectorFault.Find(raw.sqlite3_column_blob(reader.Handle, 1), column, ref _scratch) is null);
            actions.Add($"Collection '{table.Name}': {vectors}{Of(name)} vectors of property '{column.Name}' were saved into it.");
        }

        if (table.FullTextColumns.Any())
        {
            CollectionDdl.RebuildFullText(target, table);
        }
    }

    private long Rescue(string name, int columns, long highest, Predicate<SqliteDataReader> isSound)
    {
        // Two rows of one key, or one number, can only come of the damage: the first stays.
        var parameters = string.Join(", ", Enumerable.Range(0, columns).Select(i => $"$p{i}"));
        using var insert = target.Command($"INSERT OR IGNORE INTO {name} VALUES({parameters})", new object?[columns]);
        var saved = 0L;
        var values = new object[columns];
        new RowRescue(source, name, Save, cancellationToken).Read(1, highest);
        return saved;

        void Save(SqliteDataReader reader)
        {
            if (isSound(reader))
            {
                reader.GetValues(values);
                for (var i = 0; i < columns; i++)
                {
                    insert.Parameters[i].Value = values[i];
                }

                saved += insert.ExecuteNonQuery();
            }
        }
    }

    /// <summary>How many there were is told by an index, if that is whole.</summary>
    private string Of(string name) => TryNumber($"SELECT count(*) FROM {name}") is { } count ? $" of {count}" : " of an unknown number of";

    private long? TryNumber(string query, params object?[] values)
    {
        try
        {
            return source.Number(query, values);
        }
        catch (SqliteException error) when (error.SqliteErrorCode == StoreErrors.Corrupt)
        {
            return null;
        }
    }

    /// <summary>Row numbers are never used twice, those of lost rows neither.</summary>
    private void Keep(CollectionTable table, long highest)
        => target.Run("DELETE FROM sqlite_sequence WHERE name = $p0; INSERT INTO sqlite_sequence(name, seq) VALUES($p0, $p1);", table.Data, highest);

    private void CreateAsStored(string name)
        => CopyStatements("SELECT sql FROM sqlite_master WHERE tbl_name = $p0 AND type IN ('table', 'index') AND sql IS NOT NULL ORDER BY type DESC", name);

    private void CopyStatements(string query, string name)
    {
        using var command = source.Command(query, name);
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            target.Run(reader.GetString(0));
        }
    }

    private void CopyRows(string query, string insert, int columns)
    {
        using var command = source.Command(query);
        using var reader = command.ExecuteReader();
        var values = new object[columns];
        while (reader.Read())
        {
            reader.GetValues(values);
            target.Run(insert, values);
        }
    }
}
