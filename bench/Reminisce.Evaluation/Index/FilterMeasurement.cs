using System.Text.Json.Nodes;

namespace Reminisce.Evaluation;

/// <summary>Searches among a share of the rows, once with one filter for all queries and once with a new one for each.</summary>
/// <remarks>
/// Nothing remembered of a filter can help the second. Both rivals of an exact scan stand beside: over the matching
/// rows known in advance and in memory, and the store's own, which finds and reads them in SQLite.
/// </remarks>
internal sealed class FilterMeasurement(IndexRun run, StoreUnderTest store)
{
    private static readonly (string Name, double Share)[] s_shares = [("s50", 0.5), ("s10", 0.1), ("s1", 0.01), ("s01", 0.001)];

    public async Task<JsonObject> RunAsync()
    {
        var result = new JsonObject();
        foreach (var (name, share) in s_shares)
        {
            run.Progress.Say($"searching {share:P1} of the rows");
            result[name] = await MeasureAsync(Math.Max(1, (int)(run.Data.Rows * share)));
        }

        return result;
    }

    private async Task<JsonObject> MeasureAsync(int width)
    {
        var (data, queries) = (run.Data, run.Data.Queries);
        var ranges = new FreshRanges(data.Rows, width, run.Random);
        var same = ranges.Next();
        var slots = data.SlotsOf(same).ToArray();
        Array.Sort(slots);
        await SelfCheck.RequireWidthAsync(store, same);

        // Each call of a contestant, the warming up included, has a filter of its own.
        var (fresh, other) = (ranges.Next(queries.Count), ranges.Next(queries.Count));
        var (fromFresh, fromRepeated, fromExact) = (run.NewAnswers(), run.NewAnswers(), run.NewAnswers());
        var unfiltered = new Contestant("unfiltered", async query => await store.SearchAsync(queries[query]));
        var withFresh = new Contestant("fresh filters", async query => fromFresh[query] = await store.SearchAsync(queries[query], fresh[query] = ranges.Next()));
        var withRepeated = new Contestant("repeated filter", async query => fromRepeated[query] = await store.SearchAsync(queries[query], same));
        var inStore = new Contestant("exact in the store", async query => fromExact[query] = await store.SearchAsync(queries[query], other[query] = ranges.Next(), exact: true));
        var fromMemory = run.NewAnswers();
        var inMemory = new Contestant("exact in memory", query =>
        {
            fromMemory[query] = Array.ConvertAll(ExactRival.Search(data, query, slots).Slots.ToArray(), data.Id);
            return ValueTask.CompletedTask;
        });
        await Contest.RunAsync([unfiltered, withFresh, withRepeated, inStore, inMemory], queries.Count, run.Random, run.Stop);

        SelfCheck.RequireExact(Truth.Of(data, other).Recall(fromExact), $"{width} rows");
        var result = Describe(withFresh, Truth.Of(data, fresh).Recall(fromFresh), inMemory, inStore, unfiltered);
        result["matching_rows"] = width;
        result["exact_memory_p50_us"] = Figures.Microseconds(inMemory.P50);
        result["exact_store_p50_us"] = Figures.Microseconds(inStore.P50);
        result["unfiltered_p50_us"] = Figures.Microseconds(unfiltered.P50);
        result["repeated"] = Describe(withRepeated, Truth.Of(data, [.. queries.Select(_ => same)]).Recall(fromRepeated), inMemory, inStore, unfiltered);
        return result;
    }

    private static JsonObject Describe(Contestant filtered, double recall, Contestant inMemory, Contestant inStore, Contestant unfiltered) => new()
    {
        ["recall_at_10"] = recall,
        ["p50_us"] = Figures.Microseconds(filtered.P50),
        ["p99_us"] = Figures.Microseconds(filtered.P99),
        ["p50_ratio_exact_memory"] = Figures.Ratio(filtered.P50, inMemory.P50),
        ["p50_ratio_exact_store"] = Figures.Ratio(filtered.P50, inStore.P50),
        ["p50_ratio_unfiltered"] = Figures.Ratio(filtered.P50, unfiltered.P50),
    };
}
