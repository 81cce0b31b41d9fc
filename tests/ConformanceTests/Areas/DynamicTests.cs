using ConformanceTests.Support;
using Microsoft.Extensions.VectorData;
using Record = System.Collections.Generic.Dictionary<string, object?>;

namespace ConformanceTests.Areas;

/// <summary>Everything that classes can do, with dictionaries.</summary>
public abstract class DynamicTests<TFixture> : Conformance<TFixture>
    where TFixture : StoreFixture, new()
{
    [SkippableFact]
    public async Task Get_OneManyFiltered_ReturnsCopiesWithEveryProperty()
    {
        var records = await FillAsync();
        var one = (await records.GetAsync(2, new() { IncludeVectors = true }))!;
        Assert.Equal((2, "bob", 7, true), ((int)one["Key"]!, (string)one["Name"]!, (int)one["Count"]!, (bool)one["Done"]!));
        Assert.Equal(["x", "y"], (List<string>)one["Tags"]!);
        Assert.Equal([0f, 1f], ((ReadOnlyMemory<float>)one["V"]!).ToArray());
        Assert.Null((await records.GetAsync(2))!.GetValueOrDefault("V"));
        Assert.Null((await records.GetAsync(3))!["Name"]);
        Assert.Equal([3, 1], await KeysAsync(records.GetAsync([3, 1, 99])));
        one["Name"] = "changed outside";
        Assert.Equal("bob", (await records.GetAsync(2))!["Name"]);
    }

    [SkippableFact]
    public async Task UpsertDelete_OneAndBatch()
    {
        var records = await FillAsync();
        await records.UpsertAsync([Row(2, "bill", 1, false, null, 1, 1), Row(4, "dan", 1, false, null, 1, 1)]);
        Assert.Equal("bill", (await records.GetAsync(2))!["Name"]);
        await records.UpsertAsync(new Record { ["Key"] = 4, ["Name"] = "only name", ["Count"] = 0, ["Done"] = false });
        Assert.Null((await records.GetAsync(4))!["Tags"]);
        await records.DeleteAsync([1, 2, 99]);
        await records.DeleteAsync(3);
        Assert.Equal([4], await KeysAsync(records.GetAsync(r => true, 9)));
    }

    [SkippableFact]
    public async Task OrderSkipTop()
    {
        var records = await FillAsync();
        Assert.Equal([2, 3], await KeysAsync(records.GetAsync(r => true, 2, new() { Skip = 1, OrderBy = o => o.Ascending(r => r["Count"]) })));
        Assert.Equal([3, 2, 1], await KeysAsync(records.GetAsync(r => true, 9, new() { OrderBy = o => o.Descending(r => r["Done"]).Descending(r => r["Key"]) })));
    }

    [SkippableFact]
    public async Task Search_FilterSkipThresholdVectors()
    {
        var records = await FillAsync();
        var query = new float[] { 1, 0 };
        Assert.Equal([1, 3, 2], await KeysAsync(records.SearchAsync(query, 9)));
        Assert.Equal([3], await KeysAsync(records.SearchAsync(query, 1, new() { Skip = 1 })));
        Assert.Equal([3, 2], await KeysAsync(records.SearchAsync(query, 9, new() { Filter = r => (bool)r["Done"]! })));
        Assert.Equal([1, 3], await KeysAsync(records.SearchAsync(query, 9, new() { ScoreThreshold = 0.5, VectorProperty = r => r["V"] })));
        var nearest = await records.SearchAsync(query, 1, new() { IncludeVectors = true }).SingleAsync();
        Assert.Equal([1f, 0f], ((ReadOnlyMemory<float>)nearest.Record["V"]!).ToArray());
    }

    [SkippableFact]
    public async Task Filters_CompareByValue()
    {
        var records = await FillAsync();
        var (field, wanted, count) = ("Name", new string(['a', 'n', 'n']), 3);
        object[] names = ["ann", "bob"];
        Assert.Equal([1], await KeysAsync(records.GetAsync(r => r["Name"] == (object)wanted, 9)));
        Assert.Equal([1], await KeysAsync(records.GetAsync(r => (string)r[field]! == wanted && (int)r["Count"]! == count, 9)));
        Assert.Equal([2], await KeysAsync(records.GetAsync(r => (string?)r["Name"] != "ann" && r["Name"] != null, 9)));
        Assert.Equal([3], await KeysAsync(records.GetAsync(r => r["Name"] == null, 9)));
        Assert.Equal([2, 3], await KeysAsync(records.GetAsync(r => (bool)r["Done"]! && (int)r["Count"]! > 3, 9)));
        Assert.Equal([1], await KeysAsync(records.GetAsync(r => !(bool)r["Done"]!, 9)));
        Assert.Equal([1, 2], await KeysAsync(records.GetAsync(r => names.Contains(r["Name"]), 9)));
        Assert.Equal([2], await KeysAsync(records.GetAsync(r => r["Tags"] != null && ((List<string>)r["Tags"]!).Contains("x"), 9)));
        Assert.Equal([1, 2], await KeysAsync(records.GetAsync(r => r["Tags"] != null && ((List<string>)r["Tags"]!).Any(t => new[] { "q", "y" }.Contains(t)), 9)));
    }

    [SkippableFact]
    public async Task UnknownName_InFilterAndOrder_IsRefused()
    {
        var records = await FillAsync();
        await Assert.ThrowsAsync<InvalidOperationException>(() => records.GetAsync(r => (string?)r["Nmae"] == "ann", 9).ToListAsync().AsTask());
        await Assert.ThrowsAnyAsync<InvalidOperationException>(() => records.GetAsync(r => true, 9, new() { OrderBy = o => o.Ascending(r => r["Nmae"]) }).ToListAsync().AsTask());
        await Assert.ThrowsAnyAsync<InvalidOperationException>(async () => await records.SearchAsync(new float[2], 1, new() { VectorProperty = r => r["Nmae"] }).ToListAsync());
        await Assert.ThrowsAsync<InvalidCastException>(() => records.GetAsync(r => (long)r["Count"]! == 1, 9).ToListAsync().AsTask());
    }

    private static Record Row(int key, string? name, int count, bool done, List<string>? tags, float x, float y)
        => new() { ["Key"] = key, ["Name"] = name, ["Count"] = count, ["Done"] = done, ["Tags"] = tags, ["V"] = new ReadOnlyMemory<float>([x, y]) };

    private async Task<VectorStoreCollection<object, Record>> FillAsync()
    {
        var records = await DynamicAsync(
            new VectorStoreDataProperty("Name", typeof(string)) { IsIndexed = true },
            new VectorStoreDataProperty("Count", typeof(int)),
            new VectorStoreDataProperty("Done", typeof(bool)),
            new VectorStoreDataProperty("Tags", typeof(List<string>)),
            new VectorStoreVectorProperty("V", typeof(ReadOnlyMemory<float>), 2));
        await records.UpsertAsync([Row(1, "ann", 3, false, ["y"], 1, 0), Row(2, "bob", 7, true, ["x", "y"], 0, 1), Row(3, null, 9, true, null, 1, 1)]);
        return records;
    }
}
