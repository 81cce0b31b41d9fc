using System.Linq.Expressions;
using Microsoft.Extensions.VectorData;
using Reminisce.VectorData.Native;
using Reminisce.VectorData.Tests.Usearch;
using Xunit.Abstractions;
using Record = System.Collections.Generic.Dictionary<string, object?>;

namespace Reminisce.VectorData.Tests.Search;

/// <summary>Every way of a filtered search held against the exact scan, over clusters that filters know or do not know of.</summary>
public sealed class FilteredGraphTests(ITestOutputHelper output) : IDisposable
{
    private const int Dimensions = 16;
    private const int Count = 8000;
    private const int Clusters = 40;
    private const int Buckets = 1000;

    private readonly TempFolder _folder = new();
    private readonly Random _random = new(5);
    private readonly Dictionary<int, Record> _rows = [];
    private float[][] _centers = [];

    [SkippableTheory]
    [InlineData(DistanceFunction.CosineSimilarity, true)]
    [InlineData(DistanceFunction.EuclideanDistance, true)]
    [InlineData(DistanceFunction.DotProductSimilarity, true)]
    [InlineData(DistanceFunction.CosineDistance, false)]
    public async Task Search_RandomFilters_CountIsExactAndRecallHigh(string measure, bool clustered)
    {
        Skip.IfNot(UsearchIndex.IsAvailable, UsearchIndex.UnavailableReason);
        using var store = new UsearchVectorStore(_folder.Path);
        var records = await FillAsync(store, measure, clustered ? 0.3f : 1f);
        var (found, wanted) = (0, 0);
        for (var i = 0; i < 60; i++)
        {
            var top = _random.Next(1, 30);
            var (filter, name) = RandomFilter();
            var query = Near(_random.Next(Clusters), 0.3f);
            var (hits, all) = await CompareAsync(records, query, top, filter);
            output.WriteLine($"{name}, top {top}: {hits} of {all}");
            found += hits;
            wanted += all;
        }

        Assert.True(found >= 0.97 * wanted, $"recall {found} of {wanted}");
    }

    [SkippableTheory]
    [InlineData(0.3f)]
    [InlineData(1f)]
    public async Task Search_AfterDeletesRefillAndRestart_RecallHoldsAtEverySelectivity(float noise)
    {
        Skip.IfNot(UsearchIndex.IsAvailable, UsearchIndex.UnavailableReason);
        using (var store = new UsearchVectorStore(_folder.Path))
        {
            var records = await FillAsync(store, DistanceFunction.CosineSimilarity, noise);
            await AssertSelectivitiesAsync(records, "fresh");
            await DeleteAsync(records, Count / 2);
            await AssertSelectivitiesAsync(records, "half deleted");
            await DeleteAsync(records, Count * 4 / 10);
            await AssertSelectivitiesAsync(records, "nine in ten deleted");
            await UpsertAsync(records, Count + 1, Count, noise);
            await AssertSelectivitiesAsync(records, "refilled");
            await Task.WhenAll(store.Engine.Indexes.Building);
            await AssertSelectivitiesAsync(records, "rebuilt");
        }

        using (var store = new UsearchVectorStore(_folder.Path))
        {
            var records = store.GetDynamicCollection("c", Definition(DistanceFunction.CosineSimilarity));
            await WarmAsync(store, records);
            await AssertSelectivitiesAsync(records, "reopened");
        }
    }

    [SkippableFact]
    public async Task Search_FilterOfRowsWithoutVector_FindsThoseThatHaveOne()
    {
        Skip.IfNot(UsearchIndex.IsAvailable, UsearchIndex.UnavailableReason);
        using var store = new UsearchVectorStore(_folder.Path);
        var records = await FillAsync(store, DistanceFunction.CosineSimilarity, 1f);
        await records.UpsertAsync(_rows.Values.Where(row => (int)row["Bucket"]! < 500 && (int)row["Key"]! % 600 != 0).Select(row => new Record(row) { ["V"] = null }));
        for (var i = 0; i < 5; i++)
        {
            var (hits, all) = await CompareAsync(records, Near(i, 1f), 10, r => (int)r["Bucket"]! < 500);
            Assert.Equal(all, hits);
            Assert.InRange(all, 1, 9);
        }
    }

    [SkippableFact]
    public async Task Search_SameFilterBetweenWrites_NeverAnswersFromAnOlderState()
    {
        Skip.IfNot(UsearchIndex.IsAvailable, UsearchIndex.UnavailableReason);
        using var store = new UsearchVectorStore(_folder.Path);
        var records = await FillAsync(store, DistanceFunction.CosineSimilarity, 1f);
        for (var i = 0; i < 40; i++)
        {
            var key = _random.Next(1, Count + 1);
            _rows[key]["Bucket"] = _rows[key]["Bucket"] is Buckets ? 0 : Buckets;
            await records.UpsertAsync(_rows[key]);
            var expected = _rows.Values.Where(row => row["Bucket"] is Buckets).Select(row => (int)row["Key"]!).Order();
            for (var again = 0; again < 2; again++)
            {
                var found = await records.SearchAsync(Near(0, 1f), 50, new() { Filter = r => (int)r["Bucket"]! == Buckets }).ToListAsync();
                Assert.Equal(expected, found.Select(result => (int)result.Record["Key"]!).Order());
            }
        }
    }

    [SkippableFact]
    public async Task Search_BesideAWriter_SeesWholeBatchesOnly()
    {
        Skip.IfNot(UsearchIndex.IsAvailable, UsearchIndex.UnavailableReason);
        using var store = new UsearchVectorStore(_folder.Path);
        var records = await FillAsync(store, DistanceFunction.CosineSimilarity, 1f);

        // The bucket goes from ten rows to ten others in one batch: there are always ten.
        await records.UpsertAsync(Enumerable.Range(1, 10).Select(key => new Record(_rows[key]) { ["Bucket"] = Buckets }));
        var writing = Task.Run(async () =>
        {
            for (var i = 0; i < 60; i++)
            {
                var (from, to) = (i * 10, (i + 1) * 10);
                await records.UpsertAsync(Enumerable.Range(1, 20).Select(j =>
                    new Record(_rows[from + j]) { ["Bucket"] = from + j > to ? Buckets : 0, ["V"] = Near(j, 1f) }));
            }
        });
        var readers = Enumerable.Range(0, 4).Select(seed => Task.Run(async () =>
        {
            var random = new Random(seed);
            do
            {
                var query = NoteSamples.Vector(random, Dimensions);
                var found = await records.SearchAsync(query, 15, new() { Filter = r => (int)r["Bucket"]! == Buckets, IncludeVectors = true }).ToListAsync();
                Assert.Equal(10, found.Count);
                Assert.All(found, result => Assert.Equal(Buckets, result.Record["Bucket"]));
                Assert.All(found, result => Assert.Equal(
                    System.Numerics.Tensors.TensorPrimitives.CosineSimilarity<float>(query, (float[])result.Record["V"]!), result.Score!.Value, 5));
            }
            while (!writing.IsCompleted);
        }));
        await Task.WhenAll([writing, .. readers]);
    }

    public void Dispose() => _folder.Dispose();

    private static VectorStoreCollectionDefinition Definition(string measure) => new()
    {
        Properties =
        [
            new VectorStoreKeyProperty("Key", typeof(int)) { IsAutoGenerated = false },
            new VectorStoreDataProperty("Bucket", typeof(int)) { IsIndexed = true },
            new VectorStoreDataProperty("Plain", typeof(int)),
            new VectorStoreDataProperty("Cluster", typeof(int)) { IsIndexed = true },
            new VectorStoreVectorProperty("V", typeof(float[]), Dimensions) { IndexKind = IndexKind.Hnsw, DistanceFunction = measure },
        ],
    };

    private static async Task WarmAsync(UsearchVectorStore store, UsearchDynamicCollection records)
    {
        await records.SearchAsync(new float[Dimensions], 1).ToListAsync();
        await Task.WhenAll(store.Engine.Indexes.Building);
        Assert.Equal([true], store.Engine.Indexes.Ready);
    }

    private (Expression<Func<Record, bool>> Filter, string Name) RandomFilter()
    {
        var share = Math.Pow(10, -3 * _random.NextDouble());
        var limit = (int)Math.Ceiling(share * Buckets);
        var start = _random.Next(Buckets - limit + 1);
        var cluster = _random.Next(Clusters);
        return _random.Next(5) switch
        {
            0 => (r => (int)r["Bucket"]! >= start && (int)r["Bucket"]! < start + limit, $"{share:P1} of the rows"),
            1 => (r => (int)r["Plain"]! < limit, $"{share:P1} of the rows, without an index"),
            2 => (r => (int)r["Cluster"]! <= cluster, $"clusters to {cluster}"),
            3 => (r => (int)r["Cluster"]! == cluster && (int)r["Bucket"]! < limit, $"{share:P1} of cluster {cluster}"),
            _ => (r => (int)r["Cluster"]! != cluster, $"all but cluster {cluster}"),
        };
    }

    private async Task<UsearchDynamicCollection> FillAsync(UsearchVectorStore store, string measure, float noise)
    {
        _centers = [.. Enumerable.Range(0, Clusters).Select(_ => NoteSamples.Vector(_random, Dimensions))];
        var records = store.GetDynamicCollection("c", Definition(measure));
        await records.EnsureCollectionExistsAsync();
        await UpsertAsync(records, 1, Count, noise);
        await WarmAsync(store, records);
        return records;
    }

    private async Task UpsertAsync(UsearchDynamicCollection records, int first, int count, float noise)
    {
        for (var key = first; key < first + count; key++)
        {
            var cluster = _random.Next(Clusters);
            var bucket = _random.Next(Buckets);
            _rows.Add(key, new Record { ["Key"] = key, ["Bucket"] = bucket, ["Plain"] = bucket, ["Cluster"] = cluster, ["V"] = Near(cluster, noise) });
        }

        await records.UpsertAsync(Enumerable.Range(first, count).Select(key => _rows[key]));
    }

    private async Task DeleteAsync(UsearchDynamicCollection records, int count)
    {
        var keys = _rows.Keys.ToArray();
        _random.Shuffle(keys);
        await records.DeleteAsync(keys.Take(count).Select(key => (object)key));
        foreach (var key in keys.Take(count))
        {
            _rows.Remove(key);
        }
    }

    private float[] Near(int cluster, float noise)
        => [.. _centers[cluster].Zip(NoteSamples.Vector(_random, Dimensions), (center, step) => (center * (1 - (noise / 2))) + (step * noise))];

    private async Task AssertSelectivitiesAsync(UsearchDynamicCollection records, string state)
    {
        foreach (var limit in new[] { Buckets, Buckets / 2, Buckets / 10, Buckets / 100, 1 })
        {
            var (found, wanted) = (0, 0);
            for (var i = 0; i < 12; i++)
            {
                var (hits, all) = await CompareAsync(records, Near(_random.Next(Clusters), 0.5f), 10, limit == Buckets ? null : r => (int)r["Bucket"]! < limit);
                found += hits;
                wanted += all;
            }

            output.WriteLine($"{state}, {limit} of {Buckets} buckets: {found} of {wanted}");
            Assert.True(found >= 0.95 * wanted, $"{state}, {limit} of {Buckets} buckets: recall {found} of {wanted}");
        }
    }

    private static async Task<(int Hits, int All)> CompareAsync(UsearchDynamicCollection records, float[] query, int top, Expression<Func<Record, bool>>? filter)
    {
        var exact = await records.SearchAsync(query, top, new UsearchSearchOptions<Record> { Exact = true, Filter = filter }).ToListAsync();
        var fast = await records.SearchAsync(query, top, new() { Filter = filter }).ToListAsync();
        Assert.Equal(exact.Count, fast.Count);
        var scores = exact.ToDictionary(result => (int)result.Record["Key"]!, result => result.Score);
        Assert.All(fast, result => Assert.True(!scores.TryGetValue((int)result.Record["Key"]!, out var score) || score == result.Score));
        return (fast.Count(result => scores.ContainsKey((int)result.Record["Key"]!)), exact.Count);
    }
}
