using ConformanceTests.Support;
using Microsoft.Extensions.VectorData;
using Record = System.Collections.Generic.Dictionary<string, object?>;

namespace ConformanceTests.Areas;

public abstract class DistanceFunctionTests<TFixture> : Conformance<TFixture>
    where TFixture : StoreFixture, new()
{
    /// <summary>Gets each function with the scores of equal, near and opposite vectors, for each type of component.</summary>
    public static TheoryData<string, double, double, double, Type> Functions()
    {
        var data = new TheoryData<string, double, double, double, Type>();
        foreach (var type in new[] { typeof(float[]), typeof(Half[]), typeof(sbyte[]) })
        {
            data.Add(DistanceFunction.CosineSimilarity, 1, 0.9487, -1, type);
            data.Add(DistanceFunction.CosineDistance, 0, 0.0513, 2, type);
            data.Add(DistanceFunction.DotProductSimilarity, 5, 3, -5, type);
            data.Add(DistanceFunction.NegativeDotProductSimilarity, -5, -3, 5, type);
            data.Add(DistanceFunction.EuclideanDistance, 0, 1, 4.4721, type);
            data.Add(DistanceFunction.EuclideanSquaredDistance, 0, 1, 20, type);
            data.Add(DistanceFunction.HammingDistance, 0, 1, 2, type);
            data.Add(DistanceFunction.ManhattanDistance, 0, 1, 6, type);
        }

        return data;
    }

    [SkippableTheory]
    [MemberData(nameof(Functions))]
    public async Task Function_ScoresOrdersAndCutsOff(string function, double same, double near, double opposite, Type type)
    {
        foreach (var kind in new[] { IndexKind.Flat, IndexKind.Hnsw })
        {
            var records = await DynamicAsync(new VectorStoreVectorProperty("V", type, 2) { DistanceFunction = function, IndexKind = kind });
            await records.UpsertAsync([Row(3, type, -1, -2), Row(2, type, 1, 1), Row(1, type, 1, 2)]);
            var query = new float[] { 1, 2 };
            var found = await records.SearchAsync(query, 3).ToListAsync();
            Assert.Equal([1, 2, 3], found.Select(r => (int)r.Record["Key"]!));
            Assert.Equal([same, near, opposite], found.Select(r => r.Score!.Value), (a, b) => Math.Abs(a - b) < 1e-3);

            // Similarities are cut off below the threshold, distances above it.
            Assert.Equal([1, 2], await KeysAsync(records.SearchAsync(query, 3, new() { ScoreThreshold = (near + opposite) / 2 })));
            Assert.Equal([1], await KeysAsync(records.SearchAsync(query, 3, new() { ScoreThreshold = (same + near) / 2 })));
            Assert.Equal([2], await KeysAsync(records.SearchAsync(query, 3, new() { ScoreThreshold = (near + opposite) / 2, Skip = 1 })));
            await records.EnsureCollectionDeletedAsync();
        }
    }

    [SkippableFact]
    public async Task NoFunction_IsCosineSimilarity_ZeroIsUnlikeEverything()
    {
        var records = await DynamicAsync(new VectorStoreVectorProperty("V", typeof(float[]), 2));
        await records.UpsertAsync([Row(1, typeof(float[]), 0, 0), Row(2, typeof(float[]), 1, 1), Row(3, typeof(float[]), -1, 0)]);
        var found = await records.SearchAsync(new float[] { 3, 3 }, 3).ToListAsync();
        Assert.Equal([2, 1, 3], found.Select(r => (int)r.Record["Key"]!));
        Assert.Equal([1, 0, -0.7071], found.Select(r => r.Score!.Value), (a, b) => Math.Abs(a - b) < 1e-3);
    }

    [SkippableFact]
    public void UnknownFunction_IsRefusedByName()
    {
        var error = Assert.Throws<NotSupportedException>(
            () => Store.GetDynamicCollection("c", Definition(new VectorStoreVectorProperty("V", typeof(float[]), 2) { DistanceFunction = "Chebyshev" })));
        Assert.Contains("Chebyshev", error.Message, StringComparison.Ordinal);
    }

    private static Record Row(int key, Type type, int x, int y) => new()
    {
        ["Key"] = key,
        ["V"] = type == typeof(float[]) ? new float[] { x, y } : type == typeof(Half[]) ? new[] { (Half)x, (Half)y } : new[] { (sbyte)x, (sbyte)y },
    };
}
