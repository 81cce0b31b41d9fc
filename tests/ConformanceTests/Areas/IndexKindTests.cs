using ConformanceTests.Support;
using Microsoft.Extensions.VectorData;

namespace ConformanceTests.Areas;

public abstract class IndexKindTests<TFixture> : Conformance<TFixture>
    where TFixture : StoreFixture, new()
{
    [SkippableTheory]
    [InlineData(null)]
    [InlineData(IndexKind.Flat)]
    [InlineData(IndexKind.Hnsw)]
    [InlineData(IndexKind.Dynamic)]
    public async Task Supported_FindsTheNearest(string? kind)
    {
        var records = await DynamicAsync(new VectorStoreVectorProperty("V", typeof(float[]), 2) { IndexKind = kind });
        await records.UpsertAsync(Enumerable.Range(1, 50).Select(i => new Dictionary<string, object?> { ["Key"] = i, ["V"] = new float[] { i, 50 - i } }));
        Assert.Equal([10, 9], (await KeysAsync(records.SearchAsync(new float[] { 10, 41 }, 2))).OrderDescending());
    }

    [SkippableTheory]
    [InlineData(IndexKind.IvfFlat)]
    [InlineData(IndexKind.DiskAnn)]
    [InlineData(IndexKind.QuantizedFlat)]
    [InlineData("hnsw")]
    public void Unsupported_IsRefusedByName(string kind)
    {
        var error = Assert.Throws<NotSupportedException>(
            () => Store.GetDynamicCollection("c", Definition(new VectorStoreVectorProperty("V", typeof(float[]), 2) { IndexKind = kind })));
        Assert.Contains($"'{kind}'", error.Message, StringComparison.Ordinal);
    }
}
