using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Reminisce.VectorData.Search;

namespace Reminisce.VectorData.Telemetry;

/// <summary>The graphs of every open store, for the gauge that counts their nodes.</summary>
/// <remarks>Thread-safe.</remarks>
internal static class OpenIndexes
{
    private static readonly ConcurrentDictionary<IndexRegistry, bool> s_open = [];

    public static void Add(IndexRegistry indexes) => s_open.TryAdd(indexes, true);

    public static void Remove(IndexRegistry indexes) => s_open.TryRemove(indexes, out _);

    public static IEnumerable<Measurement<long>> Measure()
    {
        foreach (var status in s_open.Keys.SelectMany(indexes => indexes.Status()))
        {
            yield return Count(status, status.Live, "live");
            yield return Count(status, status.Dead, "dead");
        }
    }

    private static Measurement<long> Count(VectorIndexStatus status, long nodes, string state) => new(
        nodes,
        new(StoreTags.Collection, status.Collection),
        new(StoreTags.Property, status.Property),
        new(StoreTags.State, state));
}
