using Microsoft.Data.Sqlite;
using Reminisce.VectorData.Sql;
using SQLitePCL;

namespace Reminisce.VectorData.Integrity;

/// <summary>Puts right, in one transaction, what is wrong inside a database whose pages are whole.</summary>
internal sealed class RecordMending(SqliteConnection connection, UsearchCheckReport report, List<string> actions, List<UsearchRemovedVector> removed)
{
    private float[]? _scratch;

    public void Run()
    {
        var tables = Catalog.ReadNames(connection).Select(name => Catalog.Read(connection, name)!).ToList();
        if (Found(UsearchFindingKind.Database))
        {
            connection.Run("REINDEX");
            actions.Add("All indexes of the database were built anew.");
        }

        foreach (var table in tables.Where(table => report.Findings.Any(finding => finding.Kind == UsearchFindingKind.FullText && finding.Collection == table.Name)))
        {
            RebuildWords(table);
            actions.Add($"Collection '{table.Name}': the full-text index was built anew.");
        }

        foreach (var table in tables.Where(table => report.Findings.Any(finding => finding.Kind == UsearchFindingKind.Vectors && finding.Collection == table.Name)))
        {
            foreach (var column in table.VectorColumns)
            {
                RemoveUnsound(table, column);
            }
        }

        // Without saved graphs nobody has to learn of old deletions; see StoreRepair.
        connection.Run("DELETE FROM tombstones");
        if (Found(UsearchFindingKind.Tombstones))
        {
            actions.Add("The notes of deletions were cleared.");
        }

        if (Found(UsearchFindingKind.Sequence))
        {
            connection.SetSequence(StoreSequence.Highest(connection, tables));
            actions.Add("The count of writes was set to the highest that a row carries.");
        }
    }

    private bool Found(UsearchFindingKind kind) => report.Findings.Any(finding => finding.Kind == kind);

    private void RebuildWords(CollectionTable table)
    {
        try
        {
            connection.Run("SAVEPOINT words");
            CollectionDdl.RebuildFullText(connection, table);
        }
        catch (SqliteException)
        {
            // An index that misses one of its own tables cannot be dropped; what is left of it is taken out piece by piece.
            connection.Run("ROLLBACK TO words");
            connection.Run("PRAGMA writable_schema=ON");
            connection.Run("DELETE FROM sqlite_master WHERE name = $p0", table.FullText);
            connection.Run("PRAGMA writable_schema=RESET");
            foreach (var part in new[] { "data", "idx", "docsize", "config", "content" })
            {
                connection.Run($"DROP TABLE IF EXISTS {table.FullText}_{part}");
            }

            CollectionDdl.RebuildFullText(connection, table);
        }

        connection.Run("RELEASE words");
    }

    private void RemoveUnsound(CollectionTable table, StoredColumn column)
    {
        var vectors = table.Vectors(column.Ordinal);
        var before = removed.Count;
        using (var command = connection.Command($"SELECT v.row, v.v, d.row FROM {vectors} v LEFT JOIN {table.Data} d ON d.row = v.row"))
        using (var reader = command.ExecuteReader())
        {
            while (reader.Read())
            {
                var bytes = raw.sqlite3_column_blob(reader.Handle, 1);
                if (reader.IsDBNull(2) || VectorFault.Find(bytes, column, ref _scratch) is not null)
                {
                    removed.Add(new UsearchRemovedVector(table.Name, column.Name, reader.GetInt64(0), bytes.ToArray()));
                }
            }
        }

        foreach (var vector in removed.Skip(before))
        {
            connection.Run($"DELETE FROM {vectors} WHERE row = $p0", vector.Row);
        }

        if (removed.Count > before)
        {
            actions.Add($"Collection '{table.Name}': {removed.Count - before} vectors of property '{column.Name}' that belong to no record or are none were taken out; the report holds them.");
        }
    }
}
