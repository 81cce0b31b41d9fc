using Microsoft.Data.Sqlite;
using Reminisce.VectorData.Sql;
using SQLitePCL;

namespace Reminisce.VectorData.Integrity;

/// <summary>Holds the tables against what the store promises of them, in one read transaction.</summary>
internal sealed class RowChecks(SqliteConnection connection, List<UsearchFinding> findings, CancellationToken cancellationToken)
{
    private const int MostMessages = 100;

    private float[]? _scratch;

    public void Run(IReadOnlyList<CollectionTable> tables)
    {
        Guarded(null, CheckPages);
        var whole = tables.Where(CheckCatalog).ToList();
        Guarded(null, () => CheckSequence(whole));
        foreach (var table in whole)
        {
            foreach (var column in table.VectorColumns)
            {
                Guarded(table, () => CheckVectors(table, column));
            }
        }

        Guarded(null, () => CheckTombstones(whole));
    }

    private void CheckPages()
    {
        using var command = connection.Command($"PRAGMA integrity_check({MostMessages})");
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var message in reader.GetString(0).Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(message => message != "ok"))
            {
                if (message.Contains("FTS5 table", StringComparison.Ordinal))
                {
                    continue; // Held against its content elsewhere, which is the harder test.
                }

                var indexOnly = message.Contains("missing from index", StringComparison.Ordinal)
                    || message.Contains("entries in index", StringComparison.Ordinal)
                    || message.Contains("out of order in index", StringComparison.Ordinal);
                findings.Add(new(UsearchFindingKind.Database, null, $"SQLite reports: {message}.", indexOnly ? UsearchRepairability.WithoutLoss : UsearchRepairability.WithLoss));
            }
        }
    }

    private bool CheckCatalog(CollectionTable table)
    {
        var wanted = table.VectorColumns.Select(column => table.Vectors(column.Ordinal)).Prepend(table.Data).ToList();
        var missing = wanted.Where(name => connection.Number("SELECT count(*) FROM sqlite_master WHERE name = $p0", name) == 0).ToList();
        foreach (var name in missing)
        {
            findings.Add(new(UsearchFindingKind.Catalog, table.Name, $"its table {name} is missing.", UsearchRepairability.No));
        }

        if (table.FullTextColumns.Any()
            && connection.Number("SELECT count(*) FROM sqlite_master WHERE name = $p0 OR (type = 'trigger' AND tbl_name = $p1)", table.FullText, table.Data) != 4)
        {
            findings.Add(new(UsearchFindingKind.FullText, table.Name, "the full-text index or one of its triggers is missing.", UsearchRepairability.WithoutLoss));
        }

        return missing.Count == 0;
    }

    private void CheckVectors(CollectionTable table, StoredColumn column)
    {
        var faults = new Dictionary<string, (long Count, long First)>(StringComparer.Ordinal);
        using (var command = connection.Command($"SELECT v.row, v.v, d.row FROM {table.Vectors(column.Ordinal)} v LEFT JOIN {table.Data} d ON d.row = v.row"))
        using (var reader = command.ExecuteReader())
        {
            while (reader.Read())
            {
                cancellationToken.ThrowIfCancellationRequested();
                var fault = reader.IsDBNull(2) ? "without a record" : VectorFault.Find(raw.sqlite3_column_blob(reader.Handle, 1), column, ref _scratch);
                if (fault is not null)
                {
                    var known = faults.GetValueOrDefault(fault, (Count: 0, First: reader.GetInt64(0)));
                    faults[fault] = (known.Count + 1, known.First);
                }
            }
        }

        foreach (var (fault, (count, first)) in faults)
        {
            findings.Add(new(UsearchFindingKind.Vectors, table.Name, $"property '{column.Name}' has {count} vectors {fault}, the first in row {first}.", UsearchRepairability.WithLoss));
        }
    }

    private void CheckSequence(IReadOnlyList<CollectionTable> tables)
    {
        var sequence = connection.Sequence();
        if (StoreSequence.Highest(connection, tables) is var highest && highest > sequence)
        {
            findings.Add(new(
                UsearchFindingKind.Sequence, null, $"The store counts {sequence} writes, but holds rows of write {highest}: graphs would miss later changes.", UsearchRepairability.WithoutLoss));
        }
    }

    private void CheckTombstones(IReadOnlyList<CollectionTable> tables)
    {
        var count = tables.SelectMany(table => table.VectorColumns.Select(column => (table, column))).Sum(pair => connection.Number(
            $"SELECT count(*) FROM tombstones t JOIN {pair.table.Vectors(pair.column.Ordinal)} v ON v.row = t.row WHERE t.collection = $p0 AND t.ordinal = $p1 AND v.seq < t.seq",
            pair.table.Id,
            pair.column.Ordinal));
        count += connection.Number(
            "SELECT count(*) FROM tombstones t WHERE NOT EXISTS (SELECT 1 FROM columns c WHERE c.collection = t.collection AND c.ordinal = t.ordinal AND c.kind = 'Vector')");
        if (count > 0)
        {
            findings.Add(new(UsearchFindingKind.Tombstones, null, $"{count} notes of deletions name vectors that are there or properties that are not.", UsearchRepairability.WithoutLoss));
        }
    }

    private void Guarded(CollectionTable? table, Action check)
    {
        try
        {
            check();
        }
        catch (SqliteException error) when (error.SqliteErrorCode is StoreErrors.Corrupt or StoreErrors.NotADatabase)
        {
            findings.Add(new(UsearchFindingKind.Database, table?.Name, $"its rows cannot all be read ({error.Message}).", UsearchRepairability.WithLoss));
        }
    }
}
