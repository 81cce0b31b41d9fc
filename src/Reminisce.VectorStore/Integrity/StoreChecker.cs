using Microsoft.Data.Sqlite;
using Reminisce.VectorData.Snapshots;
using Reminisce.VectorData.Sql;

namespace Reminisce.VectorData.Integrity;

/// <summary>Looks at everything a store consists of.</summary>
internal sealed class StoreChecker(StoreEngine engine)
{
    private const string Operation = "Check";

    public async Task<UsearchCheckReport> CheckAsync(CancellationToken cancellationToken)
    {
        var findings = new List<UsearchFinding>();
        var notChecked = new List<string>();
        var tables = await engine.ListAsync(cancellationToken).ConfigureAwait(false);

        // Rows on a reader, so that writers go on; what only the writer can tell without being overtaken, there.
        CheckRows(findings, tables, cancellationToken);
        var known = CheckSnapshots(findings, tables, cancellationToken);

        // Read after the files: one saved meanwhile cannot know more than the store does now.
        var sequence = await engine.ReadAsync(null, Operation, connection => connection.Sequence(), cancellationToken).ConfigureAwait(false);
        findings.AddRange(known.Where(snapshot => snapshot.Sequence > sequence).Select(snapshot => new UsearchFinding(
            UsearchFindingKind.Snapshots,
            null,
            $"The saved graph {Path.GetFileName(snapshot.Path)} knows write {snapshot.Sequence}, and the store only {sequence}.",
            UsearchRepairability.WithoutLoss)));
        if (engine.IsReadOnly)
        {
            notChecked.Add("The full-text indexes and the graphs in memory, because the store was opened read-only.");
        }
        else
        {
            await engine.AloneAsync(Operation, connection => CheckDerived(connection, findings), cancellationToken).ConfigureAwait(false);
        }

        return new UsearchCheckReport { Findings = findings, NotChecked = notChecked };
    }

    /// <summary>On a connection of its own, which is not lent to others after it has seen damage.</summary>
    private void CheckRows(List<UsearchFinding> findings, IReadOnlyList<CollectionTable> tables, CancellationToken cancellationToken)
    {
        try
        {
            using var connection = SqlConnections.OpenReader(engine.Files);
            connection.Run("BEGIN");
            new RowChecks(connection, findings, cancellationToken).Run(tables);
        }
        catch (SqliteException error)
        {
            throw StoreErrors.Wrap(error, engine.Files, null, Operation);
        }
    }

    private static void CheckWords(SqliteConnection connection, CollectionTable table, List<UsearchFinding> findings)
    {
        try
        {
            connection.Run($"INSERT INTO {table.FullText}({table.FullText}, rank) VALUES('integrity-check', 1)");
        }
        catch (SqliteException error)
        {
            findings.Add(new(
                UsearchFindingKind.FullText, table.Name, $"the full-text index does not agree with the records ({error.Message}).", UsearchRepairability.WithoutLoss));
        }
    }

    private bool CheckDerived(SqliteConnection connection, List<UsearchFinding> findings)
    {
        foreach (var name in Catalog.ReadNames(connection))
        {
            if (Catalog.Read(connection, name) is { } table && table.FullTextColumns.Any()
                && !findings.Exists(finding => finding.Kind == UsearchFindingKind.FullText && finding.Collection == name))
            {
                CheckWords(connection, table, findings);
            }
        }

        foreach (var index in engine.Indexes.Begun)
        {
            if (index.FindFault(connection) is { } fault)
            {
                findings.Add(new(UsearchFindingKind.Indexes, index.Collection, fault, UsearchRepairability.WithoutLoss));
            }
        }

        return true;
    }

    private List<(string Path, long Sequence)> CheckSnapshots(List<UsearchFinding> findings, IReadOnlyList<CollectionTable> tables, CancellationToken cancellationToken)
    {
        var known = new List<(string Path, long Sequence)>();
        if (!Directory.Exists(engine.Files.IndexFolder))
        {
            return known;
        }

        foreach (var path in Directory.GetFiles(engine.Files.IndexFolder).Order(StringComparer.Ordinal))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var file = SnapshotFile.Parse(path);
            var table = tables.FirstOrDefault(table => table.Id == file?.Collection);
            var sequence = 0L;
            var fault = file is null || !engine.Indexes.Owns(file) ? "is no snapshot of this store"
                : table?.VectorColumns.FirstOrDefault(column => column.Ordinal == file.Ordinal) is null ? "belongs to no vector property of this store"
                : IndexSnapshot.FindFault(path, out sequence);
            known.Add((path, sequence));

            // One that is being written is gone or whole a moment later.
            if (fault is not null && File.Exists(path) && !path.EndsWith(".tmp", StringComparison.Ordinal))
            {
                findings.Add(new(UsearchFindingKind.Snapshots, table?.Name, $"the saved graph {Path.GetFileName(path)} {fault}.", UsearchRepairability.WithoutLoss));
            }
        }

        return known;
    }
}
