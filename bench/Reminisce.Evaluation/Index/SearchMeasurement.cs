using System.Text.Json.Nodes;

namespace Reminisce.Evaluation;

/// <summary>Searches of all rows: the store against the raw index, then against the exact scan.</summary>
/// <remarks>Two contests, because a scan empties the processor's caches and would make all that follows it equally slow.</remarks>
internal sealed class SearchMeasurement(IndexRun run, StoreUnderTest store, RawRival raw)
{
    private const int ExactChecks = 10;

    public async Task<JsonObject> RunAsync()
    {
        var data = run.Data;
        var truth = Truth.Of(data);
        await CheckExactAsync(truth);

        var keys = new ulong[IndexOptions.Top];
        var distances = new float[IndexOptions.Top];
        var (fromStore, fromRaw) = (run.NewAnswers(), run.NewAnswers());
        var native = new Contestant("raw index", query =>
        {
            var found = raw.Search(data.Queries[query], keys, distances);
            fromRaw[query] = Array.ConvertAll(keys[..found], key => (long)key);
            return ValueTask.CompletedTask;
        });
        var product = Product("store", fromStore);
        run.Progress.Say("searching: store and raw index");
        await Contest.RunAsync([native, product], data.Queries.Count, run.Random, run.Stop);

        var besideExact = Product("store beside the scan", run.NewAnswers());
        var fromExact = run.NewAnswers();
        var exact = new Contestant("exact scan", query =>
        {
            fromExact[query] = Array.ConvertAll(ExactRival.Search(data, query).Slots.ToArray(), data.Id);
            return ValueTask.CompletedTask;
        });
        run.Progress.Say("searching: store and exact scan");
        await Contest.RunAsync([besideExact, exact], data.Queries.Count, run.Random, run.Stop);
        return new JsonObject
        {
            ["recall_at_10"] = truth.Recall(fromStore),
            ["raw_recall_at_10"] = truth.Recall(fromRaw),
            ["p50_us"] = Figures.Microseconds(product.P50),
            ["p99_us"] = Figures.Microseconds(product.P99),
            ["raw_p50_us"] = Figures.Microseconds(native.P50),
            ["raw_p99_us"] = Figures.Microseconds(native.P99),
            ["exact_p50_us"] = Figures.Microseconds(exact.P50),
            ["p50_ratio_raw"] = Figures.Ratio(product.P50, native.P50),
            ["p50_ratio_exact"] = Figures.Ratio(besideExact.P50, exact.P50),
            ["speedup_exact"] = Figures.Ratio(exact.P50, besideExact.P50),
        };
    }

    private Contestant Product(string name, long[]?[] answers) => new(name, async query => answers[query] = await store.SearchAsync(run.Data.Queries[query]));

    /// <summary>Two independent exact ways must agree, or the measure itself is wrong.</summary>
    private async Task CheckExactAsync(Truth truth)
    {
        var answers = run.NewAnswers();
        for (var query = 0; query < ExactChecks; query++)
        {
            answers[query] = await store.SearchAsync(run.Data.Queries[query], exact: true);
        }

        SelfCheck.RequireExact(truth.Recall(answers), "all rows");
    }
}
