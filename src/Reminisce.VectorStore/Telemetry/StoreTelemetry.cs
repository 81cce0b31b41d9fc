using System.Diagnostics;
using System.Diagnostics.Metrics;
using Reminisce.VectorData.Telemetry;

namespace Reminisce.VectorData;

/// <summary>Names under which <see cref="UsearchVectorStore"/> reports activities and metrics.</summary>
/// <remarks>Nothing reported holds a record's content, a key or a query. Without a listener nothing is measured.</remarks>
public static class StoreTelemetry
{
    /// <summary>The name of the <see cref="ActivitySource"/> and of the <see cref="Meter"/>.</summary>
    public const string SourceName = "Reminisce.VectorStore";

    private static readonly Meter s_meter = new(SourceName);

    internal static ActivitySource Source { get; } = new(SourceName);

    internal static Histogram<double> OperationDuration { get; } = s_meter.CreateHistogram<double>(
        "reminisce.store.operation.duration", "s", "Time of one operation of the store, with what it waited for.");

    internal static Histogram<double> SearchDuration { get; } = s_meter.CreateHistogram<double>(
        "reminisce.store.search.duration", "s", "Time to rank rows by a vector, by the way that was chosen.");

    internal static Counter<long> Writes { get; } = s_meter.CreateCounter<long>("reminisce.store.writes", "{write}", "Writes that became durable.");

    internal static Counter<long> Rows { get; } = s_meter.CreateCounter<long>("reminisce.store.rows", "{row}", "Rows stored or deleted.");

    internal static Histogram<int> GroupSize { get; } = s_meter.CreateHistogram<int>(
        "reminisce.store.commit.size", "{write}", "Writes that shared one commit, and so one sync to the disk.");

    internal static Counter<long> Rebuilds { get; } = s_meter.CreateCounter<long>(
        "reminisce.store.index.rebuilds", "{rebuild}", "Graphs built from the stored vectors.");

    internal static Counter<long> SnapshotBytes { get; } = s_meter.CreateCounter<long>(
        "reminisce.store.snapshot.bytes", "By", "Bytes of index snapshots written.");

    internal static ObservableGauge<long> IndexRows { get; } = s_meter.CreateObservableGauge(
        "reminisce.store.index.rows", OpenIndexes.Measure, "{row}", "Nodes of the graphs in memory, live and dead.");
}
