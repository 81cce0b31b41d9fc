using ConformanceTests.Support;
using Microsoft.Extensions.VectorData;

namespace ConformanceTests.Areas;

public abstract class CrudTests<TFixture> : Conformance<TFixture>
    where TFixture : StoreFixture, new()
{
    private readonly List<Item> _samples = Item.Samples(30);

    [SkippableFact]
    public async Task Get_WithAndWithoutVectors_ReturnsEqualCopies()
    {
        var items = await ItemsAsync(_samples);
        foreach (var vectors in new[] { true, false })
        {
            var all = await items.GetAsync(i => true, 100, new() { IncludeVectors = vectors, OrderBy = o => o.Ascending(i => i.Id) }).ToListAsync();
            Assert.Equal(_samples.Select(i => Describe(i, vectors)), all.Select(i => Describe(i)));
            Assert.Equal(Describe(_samples[3], vectors), Describe((await items.GetAsync(4, new() { IncludeVectors = vectors }))!));
            Assert.Equal([Describe(_samples[8], vectors)], (await items.GetAsync([9], new() { IncludeVectors = vectors }).ToListAsync()).Select(i => Describe(i)));
        }

        var mine = (await items.GetAsync(5))!;
        mine.Text = "changed outside";
        _samples[4].Number = 99;
        Assert.NotEqual("changed outside", (await items.GetAsync(5))!.Text);
        Assert.NotEqual(99, (await items.GetAsync(5))!.Number);
    }

    [SkippableFact]
    public async Task Get_MissingAndRepeatedKeys_ReturnsWhatIsThereOnce()
    {
        var items = await ItemsAsync(_samples);
        Assert.Null(await items.GetAsync(1000));
        Assert.Equal([7, 2], await items.GetAsync([7, 1000, 2, 7]).Select(i => i.Id).ToListAsync());
        Assert.Empty(await items.GetAsync([]).ToListAsync());
        Assert.Equal(30, await items.GetAsync(Enumerable.Range(1, 2000)).CountAsync());
    }

    [SkippableFact]
    public async Task Upsert_ReplacesWhole_AndInsertsInOneBatch()
    {
        var items = await ItemsAsync(_samples);
        var replacement = new Item { Id = 3, Text = "new" };
        await items.UpsertAsync([replacement, new Item { Id = 31, Text = "more" }]);
        await items.UpsertAsync([]);
        Assert.Equal(Describe(replacement), Describe((await items.GetAsync(3, new() { IncludeVectors = true }))!));
        Assert.Equal("more", (await items.GetAsync(31))!.Text);
        Assert.Equal(31, await items.GetAsync(i => true, 100).CountAsync());
    }

    [SkippableFact]
    public async Task Upsert_SameKeyTwiceInABatch_LastWins()
    {
        var items = await ItemsAsync([new Item { Id = 1, Text = "first" }, new Item { Id = 1, Text = "last" }]);
        Assert.Equal("last", (await items.GetAsync(i => true, 5).SingleAsync()).Text);
    }

    [SkippableFact]
    public async Task Delete_OneAndMany_MissingOnesDoNoHarm()
    {
        var items = await ItemsAsync(_samples);
        await items.DeleteAsync(1);
        await items.DeleteAsync(1000);
        await items.DeleteAsync([]);
        await items.DeleteAsync([2, 1000, 3, 2]);
        Assert.Equal(Enumerable.Range(4, 27), await items.GetAsync(i => true, 100, new() { OrderBy = o => o.Ascending(i => i.Id) }).Select(i => i.Id).ToListAsync());
        Assert.DoesNotContain(await items.SearchAsync(new float[] { 1, 1, 1 }, 100).Select(r => r.Record.Id).ToListAsync(), id => id < 4);
    }

    [SkippableFact]
    public async Task FilteredGet_OrderSkipTop_LikeLinq()
    {
        var items = await ItemsAsync(_samples);
        Assert.Equal(
            _samples.Where(i => i.Number > 0).OrderBy(i => i.Number).ThenByDescending(i => i.Id).Skip(2).Take(5).Select(i => i.Id),
            await items.GetAsync(i => i.Number > 0, 5, new() { Skip = 2, OrderBy = o => o.Ascending(i => i.Number).Descending(i => i.Id) }).Select(i => i.Id).ToListAsync());
        Assert.Equal(
            _samples.OrderByDescending(i => i.Flag).ThenBy(i => i.Price).ThenBy(i => i.Id).Select(i => i.Id),
            await items.GetAsync(i => true, 100, new() { OrderBy = o => o.Descending(i => i.Flag).Ascending(i => i.Price).Ascending(i => i.Id) }).Select(i => i.Id).ToListAsync());
        Assert.Equal(3, await items.GetAsync(i => true, 3).CountAsync());
        Assert.Empty(await items.GetAsync(i => true, 3, new() { Skip = 100 }).ToListAsync());
    }

    [SkippableFact]
    public async Task FilteredGet_DeletingWhileEnumerating_SeesEveryRecordOnce()
    {
        var items = await ItemsAsync(Enumerable.Range(1, 600).Select(i => new Item { Id = i }));
        var seen = new List<int>();
        await foreach (var item in items.GetAsync(i => i.Id > 0, int.MaxValue))
        {
            seen.Add(item.Id);
            await items.DeleteAsync(item.Id);
        }

        Assert.Equal(Enumerable.Range(1, 600), seen.Order());
        Assert.Empty(await items.GetAsync(i => true, 5).ToListAsync());
    }

    [SkippableFact]
    public async Task RecordsWithoutDataOrWithoutVector_AreStored()
    {
        var bare = await DynamicAsync();
        await bare.UpsertAsync(new Dictionary<string, object?> { ["Key"] = 1 });
        Assert.Equal([1], await KeysAsync(bare.GetAsync(r => true, 5)));
        await Assert.ThrowsAnyAsync<InvalidOperationException>(() => bare.SearchAsync(new float[3], 1).ToListAsync().AsTask());
        await bare.EnsureCollectionDeletedAsync();

        var vectors = await DynamicAsync(new VectorStoreVectorProperty("V", typeof(float[]), 2));
        await vectors.UpsertAsync(new Dictionary<string, object?> { ["Key"] = 2, ["V"] = new float[] { 1, 2 } });
        Assert.Equal([2], await KeysAsync(vectors.SearchAsync(new float[] { 1, 0 }, 5)));
    }
}
