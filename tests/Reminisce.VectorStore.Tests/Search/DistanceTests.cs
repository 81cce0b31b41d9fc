using Microsoft.Extensions.VectorData;
using Reminisce.VectorData.Tests.Usearch;

namespace Reminisce.VectorData.Tests.Search;

public sealed class DistanceTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly UsearchVectorStore _store;

    public DistanceTests() => _store = new UsearchVectorStore(_folder.Path);

    [Theory]
    [InlineData(DistanceFunction.CosineSimilarity, 1, 0.9487, -1)]
    [InlineData(DistanceFunction.CosineDistance, 0, 0.0513, 2)]
    [InlineData(DistanceFunction.DotProductSimilarity, 5, 3, -5)]
    [InlineData(DistanceFunction.NegativeDotProductSimilarity, -5, -3, 5)]
    [InlineData(DistanceFunction.EuclideanDistance, 0, 1, 4.4721)]
    [InlineData(DistanceFunction.EuclideanSquaredDistance, 0, 1, 20)]
    [InlineData(DistanceFunction.HammingDistance, 0, 1, 2)]
    [InlineData(DistanceFunction.ManhattanDistance, 0, 1, 6)]
    public async Task Score_OrderAndThreshold(string function, double same, double near, double opposite)
    {
        var records = _store.GetDynamicCollection("c", new VectorStoreCollectionDefinition
        {
            Properties =
            [
                new VectorStoreKeyProperty("Key", typeof(string)),
                new VectorStoreVectorProperty("V", typeof(float[]), 2) { DistanceFunction = function },
            ],
        });
        await records.EnsureCollectionExistsAsync();
        await records.UpsertAsync([Row("opposite", -1, -2), Row("near", 1, 1), Row("same", 1, 2)]);
        var query = new float[] { 1, 2 };

        var found = await records.SearchAsync(query, 3).ToListAsync();
        Assert.Equal(["same", "near", "opposite"], found.Select(r => (string)r.Record["Key"]!));
        Assert.Equal([same, near, opposite], found.Select(r => r.Score!.Value), (a, b) => Math.Abs(a - b) < 1e-3);
        Assert.Equal(2, await records.SearchAsync(query, 3, new() { ScoreThreshold = (near + opposite) / 2 }).CountAsync());
        Assert.Equal(["near"], await records.SearchAsync(query, 1, new() { Skip = 1 }).Select(r => (string)r.Record["Key"]!).ToListAsync());
    }

    [Fact]
    public void Unknown_IsRefused()
    {
        var error = Assert.Throws<NotSupportedException>(() => _store.GetDynamicCollection("c", new VectorStoreCollectionDefinition
        {
            Properties = [new VectorStoreKeyProperty("Key", typeof(string)), new VectorStoreVectorProperty("V", typeof(float[]), 2) { DistanceFunction = "Chebyshev" }],
        }));
        Assert.Contains("Chebyshev", error.Message, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _store.Dispose();
        _folder.Dispose();
    }

    private static Dictionary<string, object?> Row(string key, float x, float y) => new() { ["Key"] = key, ["V"] = new[] { x, y } };
}
