using ConformanceTests.Support;
using Microsoft.Extensions.VectorData;
using Record = System.Collections.Generic.Dictionary<string, object?>;

namespace ConformanceTests.Areas;

/// <summary>What is wrong is refused at the edge, and the store stays whole and usable.</summary>
public abstract class BadInputTests<TFixture> : Conformance<TFixture>
    where TFixture : StoreFixture, new()
{
    public static TheoryData<float[]> Vectors =>
        [[], [1, 2], [1, 2, 3, 4], [float.NaN, 0, 0], [0, float.PositiveInfinity, 0], [0, 0, float.NegativeInfinity]];

    [SkippableTheory]
    [MemberData(nameof(Vectors))]
    public async Task BadVector_IsRefused_AndNothingOfItsBatchIsStored(float[] vector)
    {
        var items = await ItemsAsync([new Item { Id = 1, Text = "old", Vector = new float[] { 1, 2, 3 } }]);
        await Assert.ThrowsAnyAsync<ArgumentException>(() => items.UpsertAsync([new Item { Id = 1, Text = "new" }, new Item { Id = 2, Vector = vector }]));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => items.UpsertAsync(new Item { Id = 3, Vector = vector }));
        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await items.SearchAsync(vector, 1).ToListAsync());
        Assert.Equal("old", (await items.GetAsync(i => true, 9).SingleAsync()).Text);
        Assert.Single(await items.SearchAsync(new float[] { 1, 2, 3 }, 9).ToListAsync());
    }

    [SkippableFact]
    public async Task BadHalfAndGeneratedVectors_AreRefused()
    {
        var halves = await DynamicAsync(new VectorStoreVectorProperty("H", typeof(Half[]), 2));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => halves.UpsertAsync(new Record { ["Key"] = 1, ["H"] = new[] { Half.NaN, Half.One } }));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => halves.UpsertAsync(new Record { ["Key"] = 1, ["H"] = new[] { Half.One } }));
        Assert.Empty(await halves.GetAsync(r => true, 9).ToListAsync());

        var definition = Definition(new VectorStoreVectorProperty("T", typeof(string), LetterGenerator.Dimensions + 1) { EmbeddingGenerator = Fixture.Letters() });
        if (Fixture.Has(Difference.ContentHasExits))
        {
            Assert.Throws<InvalidOperationException>(() => Store.GetDynamicCollection("texts", definition));
            return;
        }

        var records = Store.GetDynamicCollection("texts", definition);
        await records.EnsureCollectionExistsAsync();
        await Assert.ThrowsAnyAsync<ArgumentException>(() => records.UpsertAsync(new Record { ["Key"] = 1, ["T"] = "wrong length" }));
        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await records.SearchAsync("wrong length", 1).ToListAsync());
        Assert.Empty(await records.GetAsync(r => true, 9).ToListAsync());
    }

    [SkippableFact]
    public async Task Nulls_AreRefusedByName()
    {
        var items = await ItemsAsync();
        Assert.Equal("record", (await Assert.ThrowsAsync<ArgumentNullException>(() => items.UpsertAsync((Item)null!))).ParamName);
        Assert.Equal("records", (await Assert.ThrowsAsync<ArgumentNullException>(() => items.UpsertAsync((IEnumerable<Item>)null!))).ParamName);
        Assert.Equal("keys", (await Assert.ThrowsAsync<ArgumentNullException>(async () => await items.GetAsync((IEnumerable<int>)null!).ToListAsync())).ParamName);
        Assert.Equal("keys", (await Assert.ThrowsAsync<ArgumentNullException>(() => items.DeleteAsync((IEnumerable<int>)null!))).ParamName);
        Assert.Equal("filter", (await Assert.ThrowsAsync<ArgumentNullException>(async () => await items.GetAsync(null!, 1).ToListAsync())).ParamName);
        Assert.Equal("searchValue", (await Assert.ThrowsAsync<ArgumentNullException>(async () => await items.SearchAsync<float[]>(null!, 1).ToListAsync())).ParamName);
        Assert.Equal("records", (await Assert.ThrowsAnyAsync<ArgumentException>(() => items.UpsertAsync([new Item { Id = 1 }, null!]))).ParamName);
        Assert.Empty(await items.GetAsync(i => true, 9).ToListAsync());
    }

    [SkippableTheory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(int.MinValue)]
    public async Task TopBelowOne_IsRefused(int top)
    {
        var items = await ItemsAsync();
        Assert.Equal("top", (await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await items.SearchAsync(new float[3], top).ToListAsync())).ParamName);
        Assert.Equal("top", (await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await items.GetAsync(i => true, top).ToListAsync())).ParamName);
    }

    [SkippableFact]
    public async Task LargestTopAndSkip_DoNotOverflow()
    {
        var items = await ItemsAsync([new Item { Id = 1, Vector = new float[] { 1, 2, 3 } }]);
        Assert.Single(await items.SearchAsync(new float[] { 1, 2, 3 }, int.MaxValue).ToListAsync());
        Assert.Empty(await items.SearchAsync(new float[] { 1, 2, 3 }, int.MaxValue, new() { Skip = int.MaxValue }).ToListAsync());
        Assert.Single(await items.GetAsync(i => true, int.MaxValue).ToListAsync());
        Assert.Empty(await items.GetAsync(i => true, int.MaxValue, new() { Skip = int.MaxValue }).ToListAsync());
    }

    [SkippableFact]
    public async Task WrongTypeInADictionary_IsRefused()
    {
        var records = await DynamicAsync(new VectorStoreDataProperty("Count", typeof(int)));
        Record[] batch = [new Record { ["Key"] = 1, ["Count"] = 1 }, new Record { ["Key"] = 2, ["Count"] = "two" }];
        if (Fixture.Has(Difference.TakesAnyType))
        {
            await records.UpsertAsync(batch);
            Assert.Equal("two", (await records.GetAsync(2))!["Count"]);
            return;
        }

        var error = await Assert.ThrowsAsync<ArgumentException>(() => records.UpsertAsync(batch));
        Assert.Contains("'Count'", error.Message, StringComparison.Ordinal);
        Assert.Empty(await records.GetAsync(r => true, 9).ToListAsync());
    }

    [SkippableFact]
    public async Task Cancelled_StoresNothing()
    {
        var items = await ItemsAsync();
        var cancelled = new CancellationToken(canceled: true);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => items.UpsertAsync(new Item { Id = 1 }, cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await items.SearchAsync(new float[] { 1, 2, 3 }, 1, null, cancelled).ToListAsync(cancelled));
        Assert.Empty(await items.GetAsync(i => true, 9).ToListAsync());
    }
}
