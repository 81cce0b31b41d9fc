using System.Text.Json.Nodes;

namespace Reminisce.Evaluation;

/// <summary>The same search in a second, small store: how the time grows with the rows.</summary>
internal sealed class RowsMeasurement(IndexRun run, StoreUnderTest store)
{
    public async Task<JsonObject> RunAsync()
    {
        run.Progress.Say($"storing {run.Options.CompareRows:N0} rows to compare with");
        var data = new Dataset(run.Options, run.Options.CompareRows);
        using var small = new StoreUnderTest(run.Folder.Sub("small"), run.Options.Dimensions, run.Options.Ef);
        await small.CreateAsync();
        foreach (var batch in Enumerable.Range(0, data.Rows).Chunk(run.Options.Batch))
        {
            run.Stop.ThrowIfCancellationRequested();
            await small.UpsertAsync(Array.ConvertAll(batch, data.Record));
        }

        await small.SettleAsync(data.Queries[0], run.Stop);
        small.RequireGraph();
        var ofMany = new Contestant("all rows", async query => await store.SearchAsync(run.Data.Queries[query]));
        var ofFew = new Contestant("few rows", async query => await small.SearchAsync(data.Queries[query]));
        await Contest.RunAsync([ofMany, ofFew], data.Queries.Count, run.Random, run.Stop);
        return new JsonObject
        {
            ["compare_rows"] = data.Rows,
            ["compare_p50_us"] = Figures.Microseconds(ofFew.P50),
            ["p50_ratio_rows"] = Figures.Ratio(ofMany.P50, ofFew.P50),
        };
    }
}
