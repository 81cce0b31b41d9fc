using ConformanceTests.Support;

namespace ConformanceTests.Areas;

public abstract class SearchTests<TFixture> : Conformance<TFixture>
    where TFixture : StoreFixture, new()
{
    private static readonly float[] s_query = [1, 2, 3];

    private readonly List<Item> _samples = Item.Samples(60);

    private IEnumerable<(int Id, double Score)> Ranked => _samples
        .Where(item => item.Vector is not null)
        .Select(item => (item.Id, Score: Cosine(item.Vector!.Value.ToArray())))
        .OrderByDescending(item => item.Score);

    [SkippableFact]
    public async Task TopAndSkip_WalkThroughOneRanking()
    {
        var items = await ItemsAsync(_samples);
        var all = await items.SearchAsync(s_query, 1000).ToListAsync();
        Assert.Equal(Ranked.Select(r => r.Score), all.Select(r => r.Score!.Value), (a, b) => Math.Abs(a - b) < 1e-5);
        var pages = new List<int>();
        for (var skip = 0; skip < 70; skip += 7)
        {
            pages.AddRange(await items.SearchAsync(s_query, 7, new() { Skip = skip }).Select(r => r.Record.Id).ToListAsync());
        }

        Assert.Equal(all.Select(r => r.Record.Id), pages);
    }

    [SkippableFact]
    public async Task Filter_IsAppliedBeforeRanking()
    {
        var items = await ItemsAsync(_samples);
        foreach (var number in Enumerable.Range(-3, 9))
        {
            var matching = _samples.Where(item => item.Number == number).Select(item => item.Id).ToHashSet();
            var found = await items.SearchAsync(s_query, 3, new() { Filter = item => item.Number == number }).ToListAsync();
            Assert.Equal(Ranked.Where(r => matching.Contains(r.Id)).Take(3).Select(r => r.Score), found.Select(r => r.Score!.Value), (a, b) => Math.Abs(a - b) < 1e-5);
            Assert.All(found, r => Assert.Equal(number, r.Record.Number));
        }

        Assert.Empty(await items.SearchAsync(s_query, 3, new() { Filter = item => item.Number == 1000 }).ToListAsync());
    }

    [SkippableFact]
    public async Task Threshold_KeepsThoseAtLeastAsNear()
    {
        var items = await ItemsAsync(_samples);
        var found = await items.SearchAsync(s_query, 1000, new() { ScoreThreshold = 0.5 }).ToListAsync();
        Assert.Equal(Ranked.Count(r => r.Score >= 0.5), found.Count);
        Assert.All(found, r => Assert.True(r.Score >= 0.5));
        Assert.Empty(await items.SearchAsync(s_query, 10, new() { ScoreThreshold = 1.5 }).ToListAsync());
    }

    [SkippableFact]
    public async Task IncludeVectors_DecidesWhetherVectorsCome()
    {
        var items = await ItemsAsync(_samples);
        foreach (var vectors in new[] { true, false })
        {
            var found = await items.SearchAsync(s_query, 10, new() { IncludeVectors = vectors }).ToListAsync();
            Assert.All(found, r => Assert.Equal(Describe(_samples[r.Record.Id - 1], vectors), Describe(r.Record)));
        }
    }

    [SkippableFact]
    public async Task EmptyCollection_FindsNothing()
    {
        var items = await ItemsAsync();
        Assert.Empty(await items.SearchAsync(s_query, 10).ToListAsync());
        await items.UpsertAsync(new Item { Id = 1 });
        Assert.Empty(await items.SearchAsync(s_query, 10).ToListAsync());
    }

    private static double Cosine(float[] vector)
    {
        var dot = vector.Zip(s_query).Sum(p => (double)p.First * p.Second);
        return dot / Math.Sqrt(vector.Sum(x => (double)x * x) * s_query.Sum(x => (double)x * x));
    }
}
