using System.Text.Json.Nodes;
using Microsoft.Extensions.VectorData;

namespace Reminisce.Evaluation;

/// <summary>Managed bytes that one search allocates, and how many of them its results are.</summary>
/// <remarks>The results' share comes from a run that only makes what a caller is given: a list of ten results with record and text.</remarks>
internal sealed class AllocationMeasurement(IndexRun run, StoreUnderTest store)
{
    private const int Searches = 200;

    private readonly char[] _text = Dataset.Text(0).ToCharArray();

    public async Task<JsonObject> RunAsync()
    {
        var total = await PerSearchAsync(async query => await store.ResultsAsync(run.Data.Queries[query % run.Data.Queries.Count]));
        var results = await PerSearchAsync(query => Task.FromResult(MakeResults(query)));
        return new JsonObject
        {
            ["allocated_bytes_per_search"] = Math.Round(total),
            ["allocated_bytes_of_results"] = Math.Round(results),
            ["allocated_bytes_besides_results"] = Math.Round(total - results),
        };
    }

    private static async Task<double> PerSearchAsync(Func<int, Task<List<VectorSearchResult<IndexRow>>>> search)
    {
        for (var i = 0; i < Searches; i++)
        {
            await search(i);
        }

        var before = GC.GetTotalAllocatedBytes(precise: true);
        for (var i = 0; i < Searches; i++)
        {
            await search(i);
        }

        return (GC.GetTotalAllocatedBytes(precise: true) - before) / (double)Searches;
    }

    private List<VectorSearchResult<IndexRow>> MakeResults(int query)
    {
        var results = new List<VectorSearchResult<IndexRow>>(IndexOptions.Top);
        for (var i = 0; i < IndexOptions.Top; i++)
        {
            var slot = query + i;
            results.Add(new VectorSearchResult<IndexRow>(
                new IndexRow { Id = run.Data.Id(slot), Bucket = run.Data.Buckets[slot], Text = new string(_text) }, 0.5));
        }

        return results;
    }
}
