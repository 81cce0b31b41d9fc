using Microsoft.Extensions.VectorData;
using Reminisce.VectorData.Native;
using Reminisce.VectorData.Snapshots;
using Reminisce.VectorData.Tests.Native;
using Reminisce.VectorData.Tests.Usearch;
using Record = System.Collections.Generic.Dictionary<string, object?>;

namespace Reminisce.VectorData.Tests.Search;

/// <summary>Every number format of the graph and of the stored vectors, held against the exact scan.</summary>
public sealed class PrecisionTests : IDisposable
{
    private const int Dimensions = 96;
    private const int Count = 4200;

    private readonly TempFolder _folder = new();
    private readonly float[] _vectors = TestVectors.Clustered(4, Count, Dimensions, clusters: 10);

    [SkippableFact]
    public async Task Recall_OfEveryPrecision_AndEveryOptionRebuilds()
    {
        Skip.IfNot(UsearchIndex.IsAvailable, UsearchIndex.UnavailableReason);
        await FillAsync(typeof(float[]), vector => vector);
        foreach (var (options, quantization, least) in new[]
        {
            (new UsearchIndexOptions(), UsearchQuantization.F16, 0.98),
            (new UsearchIndexOptions { Precision = UsearchPrecision.Float32 }, UsearchQuantization.F32, 0.98),
            (new UsearchIndexOptions { Precision = UsearchPrecision.Int8 }, UsearchQuantization.I8, 0.97),
            (new UsearchIndexOptions { Precision = UsearchPrecision.Bit }, UsearchQuantization.B1, 0.8),
            (new UsearchIndexOptions { Connectivity = 8, EfConstruction = 40, Ef = 40 }, UsearchQuantization.F16, 0.8),
        })
        {
            using (var store = new UsearchVectorStore(_folder.Path, new() { Index = options }))
            {
                await AssertRecallAsync(store, store.GetDynamicCollection("c", Definition(typeof(float[]))), least);
            }

            var header = Header();
            Assert.Equal(quantization, header.Parameters.Quantization);
            Assert.Equal((options.Connectivity, options.EfConstruction), (header.Parameters.Connectivity, header.Parameters.EfConstruction));
        }
    }

    [SkippableTheory]
    [InlineData(typeof(Half[]), 2)]
    [InlineData(typeof(sbyte[]), 1)]
    public async Task Recall_OfNarrowVectors_StoredInTheirOwnWidth(Type type, int width)
    {
        Skip.IfNot(UsearchIndex.IsAvailable, UsearchIndex.UnavailableReason);
        Func<float[], object> convert = type == typeof(Half[])
            ? vector => Array.ConvertAll(vector, x => (Half)x)
            : vector => Array.ConvertAll(vector, x => (sbyte)Math.Clamp(x * 25, sbyte.MinValue, sbyte.MaxValue));
        await FillAsync(type, convert);
        using var store = new UsearchVectorStore(_folder.Path);
        var records = store.GetDynamicCollection("c", Definition(type));
        await AssertRecallAsync(store, records, 0.98);
        var bytes = await store.Engine.ReadAsync(null, "test", connection =>
        {
            using var command = connection.CreateCommand();
            command.CommandText = "SELECT max(length(v)) FROM c1_v2";
            return (long)command.ExecuteScalar()!;
        }, CancellationToken.None);
        Assert.Equal(Dimensions * width, bytes);
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => store.GetDynamicCollection("c", Definition(typeof(float[]))).EnsureCollectionExistsAsync());
        Assert.Contains("f32", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_OutOfRange_AreRefusedByName()
    {
        foreach (var (options, name) in new[]
        {
            (new UsearchIndexOptions { Connectivity = 1 }, "Connectivity"),
            (new UsearchIndexOptions { EfConstruction = 0 }, "EfConstruction"),
            (new UsearchIndexOptions { Ef = -1 }, "Ef"),
            (new UsearchIndexOptions { Precision = (UsearchPrecision)99 }, "Precision"),
        })
        {
            Assert.Equal(name, Assert.Throws<ArgumentOutOfRangeException>(() => new UsearchVectorStore(_folder.Path, new() { Index = options })).ParamName);
            using var store = new UsearchVectorStore(_folder.Path);
            Assert.Equal(name, Assert.Throws<ArgumentOutOfRangeException>(
                () => new UsearchDynamicCollection(store, "c", new() { Definition = Definition(typeof(float[])), Index = options })).ParamName);
        }
    }

    [Fact]
    public void DirectionOnlyPrecision_IsRefusedWhereLengthsCount()
    {
        foreach (var precision in new[] { UsearchPrecision.Int8, UsearchPrecision.Bit })
        {
            using var store = new UsearchVectorStore(_folder.Path, new() { Index = new() { Precision = precision } });
            foreach (var function in new[] { DistanceFunction.DotProductSimilarity, DistanceFunction.EuclideanDistance })
            {
                var error = Assert.Throws<NotSupportedException>(() => store.GetDynamicCollection("c", Definition(typeof(float[]), function)));
                Assert.Contains(function, error.Message, StringComparison.Ordinal);
                Assert.NotNull(store.GetDynamicCollection("c", Definition(typeof(float[]), function, IndexKind.Flat)));
            }

            Assert.NotNull(store.GetDynamicCollection("c", Definition(typeof(float[]), DistanceFunction.ManhattanDistance)));
            var own = new UsearchCollectionOptions { Definition = Definition(typeof(float[]), DistanceFunction.DotProductSimilarity), Index = new() };
            Assert.NotNull(new UsearchDynamicCollection(store, "c", own));
        }
    }

    public void Dispose() => _folder.Dispose();

    private static VectorStoreCollectionDefinition Definition(Type type, string? function = null, string kind = IndexKind.Hnsw) => new()
    {
        Properties =
        [
            new VectorStoreKeyProperty("Key", typeof(int)) { IsAutoGenerated = false },
            new VectorStoreDataProperty("Group", typeof(int)),
            new VectorStoreVectorProperty("V", type, Dimensions) { IndexKind = kind, DistanceFunction = function },
        ],
    };

    private async Task FillAsync(Type type, Func<float[], object> convert)
    {
        using var store = new UsearchVectorStore(_folder.Path);
        var records = store.GetDynamicCollection("c", Definition(type));
        await records.EnsureCollectionExistsAsync();
        await records.UpsertAsync(Enumerable.Range(0, Count).Select(i => new Record { ["Key"] = i, ["Group"] = i % 20, ["V"] = convert(Vector(i)) }));
    }

    private float[] Vector(int i) => _vectors[(i * Dimensions)..((i + 1) * Dimensions)];

    private SnapshotHeader Header()
    {
        var file = Directory.GetFiles(_folder.File("index"), "*.hnsw").Single();
        Assert.Null(SnapshotHeader.TryParse(File.ReadAllBytes(file).AsSpan(0, SnapshotHeader.Length), out var header, out _));
        return header!;
    }

    private async Task AssertRecallAsync(UsearchVectorStore store, UsearchDynamicCollection records, double least)
    {
        await records.SearchAsync(new float[Dimensions], 1).ToListAsync();
        await Task.WhenAll(store.Engine.Indexes.Building);
        Assert.Equal([true], store.Engine.Indexes.Ready);
        var found = 0;
        for (var i = 0; i < 25; i++)
        {
            float[] query = [.. Vector(i * 30).Zip(TestVectors.One(9000 + i, Dimensions), (x, noise) => x + (0.2f * noise))];
            var exact = await records.SearchAsync(query, 10, new UsearchSearchOptions<Record> { Exact = true }).ToListAsync();
            var fast = await records.SearchAsync(query, 10).ToListAsync();
            found += fast.Select(r => (r.Record["Key"], r.Score)).Intersect(exact.Select(r => (r.Record["Key"], r.Score))).Count();
            Assert.Equal(10, await records.SearchAsync(query, 10, new() { Filter = r => (int)r["Group"]! != 3 }).CountAsync());
        }

        Assert.True(found >= least * 250, $"recall {found} of 250, {least:p0} expected");
    }
}
