using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Reminisce.Evaluation;

/// <summary>Queries per second of two threads at once, store and raw index in turn.</summary>
internal sealed class ThroughputMeasurement(IndexRun run, StoreUnderTest store, RawRival raw)
{
    private const int Threads = 2;
    private const int Rounds = 5;

    public async Task<JsonObject> RunAsync()
    {
        run.Progress.Say("searching on two threads");
        var (fromStore, fromRaw) = (new List<double>(), new List<double>());
        for (var round = 0; round <= Rounds; round++)
        {
            var storeRate = await RateAsync(async query => await store.SearchAsync(query));
            var rawRate = await RateAsync(query =>
            {
                raw.Search(query);
                return ValueTask.CompletedTask;
            });

            // The first round warms up.
            if (round > 0)
            {
                fromStore.Add(storeRate);
                fromRaw.Add(rawRate);
            }
        }

        return new JsonObject
        {
            ["queries_per_second_2_threads"] = Math.Round(Samples.Median(fromStore)),
            ["raw_queries_per_second_2_threads"] = Math.Round(Samples.Median(fromRaw)),
        };
    }

    private async Task<double> RateAsync(Func<float[], ValueTask> search)
    {
        var queries = run.Data.Queries;
        var start = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Threads).Select(thread => Task.Run(async () =>
        {
            for (var i = 0; i < queries.Count; i++)
            {
                await search(queries[(i + (thread * queries.Count / Threads)) % queries.Count]);
            }
        })));
        return Threads * queries.Count / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
