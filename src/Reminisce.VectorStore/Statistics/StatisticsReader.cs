using Microsoft.Data.Sqlite;
using Reminisce.VectorData.Search;
using Reminisce.VectorData.Snapshots;
using Reminisce.VectorData.Sql;

namespace Reminisce.VectorData.Statistics;

/// <summary>Counts what a store holds.</summary>
internal sealed class StatisticsReader(StoreEngine engine, TimeProvider time)
{
    public async Task<UsearchStoreStatistics> ReadAsync(CancellationToken cancellationToken)
    {
        var tables = await engine.ListAsync(cancellationToken).ConfigureAwait(false);
        var (collections, version, sequence) = await engine.ReadAsync(
            null,
            "GetStatistics",
            connection => (Count(connection, tables), connection.Number("PRAGMA user_version"), connection.Sequence()),
            cancellationToken).ConfigureAwait(false);
        var files = engine.Files;
        var graphs = engine.Indexes.Status();
        return new UsearchStoreStatistics
        {
            Collections = collections,
            Indexes = [.. graphs.Select(graph => Describe(graph, sequence)), .. SavedOnly(tables, graphs, sequence)],
            SchemaVersion = version,
            Sequence = sequence,
            DatabaseBytes = Length(files.Database),
            WalBytes = Length(files.Wal),
            IndexBytes = Directory.Exists(files.IndexFolder) ? new DirectoryInfo(files.IndexFolder).EnumerateFiles().Sum(file => file.Length) : 0,
            MemoryBytes = graphs.Sum(graph => graph.MemoryBytes) + engine.Indexes.ResidentBytes,
        };
    }

    private static List<UsearchCollectionStatistics> Count(SqliteConnection connection, IReadOnlyList<CollectionTable> tables)
        => [.. tables.Select(table => new UsearchCollectionStatistics(
            table.Name,
            connection.Number($"SELECT count(*) FROM {table.Data}"),
            table.VectorColumns.ToDictionary(
                column => column.Name, column => connection.Number($"SELECT count(*) FROM {table.Vectors(column.Ordinal)}"), StringComparer.Ordinal)))];

    private static long Length(string path) => new FileInfo(path) is { Exists: true } file ? file.Length : 0;

    private IEnumerable<UsearchIndexStatistics> SavedOnly(IReadOnlyList<CollectionTable> tables, IReadOnlyList<VectorIndexStatus> graphs, long sequence)
    {
        foreach (var file in engine.Indexes.Saved().Where(file => graphs.All(graph => graph.Path != file.Path)))
        {
            if (tables.FirstOrDefault(table => table.Id == file.Collection) is { } table
                && table.VectorColumns.FirstOrDefault(column => column.Ordinal == file.Ordinal) is { } column)
            {
                yield return Describe(new VectorIndexStatus(table.Name, column.Name, file.Kind, UsearchIndexState.None, null, 0, 0, 0, file.Path), sequence);
            }
        }
    }

    private UsearchIndexStatistics Describe(VectorIndexStatus graph, long sequence)
    {
        var file = new FileInfo(graph.Path);
        return new UsearchIndexStatistics
        {
            Collection = graph.Collection,
            Property = graph.Property,
            Metric = graph.Metric,
            State = graph.State,
            BuildProgress = graph.Building?.Fraction,
            LiveNodes = graph.Live,
            DeadNodes = graph.Dead,
            MemoryBytes = graph.MemoryBytes,
            SnapshotBytes = file.Exists ? file.Length : 0,
            SnapshotAge = file.Exists ? time.GetUtcNow() - file.LastWriteTimeUtc : null,
            SnapshotLag = SnapshotHeader.TryRead(graph.Path) is { } header ? Math.Max(0, sequence - header.Sequence) : null,
        };
    }
}
