using System.Collections.Concurrent;
using Reminisce.VectorData.Tests.Fakes;
using Reminisce.VectorData.Tests.Native;
using Reminisce.VectorData.Tests.Usearch;

namespace Reminisce.VectorData.Tests.Operations;

public sealed class StatisticsTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public async Task GetStatistics_SmallStore_CountsRowsVectorsAndVersion()
    {
        using var store = new UsearchVectorStore(_folder.Path);
        var records = await Sample.FillAsync(store, 20);
        var empty = Sample.Create(21, new Random(1));
        empty["V"] = null;
        await records.UpsertAsync(empty);
        await store.GetDynamicCollection("other", Sample.Definition).EnsureCollectionExistsAsync();

        var statistics = await store.GetStatisticsAsync();

        Assert.Equal(["c", "other"], statistics.Collections.Select(collection => collection.Name));
        Assert.Equal(21, statistics.Collections[0].Rows);
        Assert.Equal(20, statistics.Collections[0].Vectors["V"]);
        Assert.Equal(0, statistics.Collections[1].Vectors["V"]);
        Assert.Equal(21, statistics.Rows["c"]);
        Assert.Equal(1, statistics.SchemaVersion);
        Assert.Equal(4, statistics.Sequence);
        Assert.Empty(statistics.Indexes);
        Assert.Equal(statistics.DatabaseBytes + statistics.WalBytes, statistics.TotalBytes);
    }

    [SkippableFact]
    public async Task GetStatistics_WithGraph_TellsNodesMemoryAndSnapshot()
    {
        NativeLibraryRequired.Check();
        using (var store = new UsearchVectorStore(_folder.Path))
        {
            var records = await Sample.FillAsync(store, Sample.Large);
            await records.WaitForIndexesAsync();
            await records.DeleteAsync(Enumerable.Range(1, 10).Select(i => (object)$"key-{i:00000}"));

            var index = Assert.Single((await store.GetStatisticsAsync()).Indexes);
            Assert.Equal(("c", "V", UsearchIndexState.Ready), (index.Collection, index.Property, index.State));
            Assert.Equal((Sample.Large - 10, 10), (index.LiveNodes, index.DeadNodes));
            Assert.True(index.MemoryBytes > Sample.Large * Sample.Dimensions * 2, $"{index.MemoryBytes} bytes");
            Assert.Null(index.BuildProgress);
        }

        var time = new ManualTime();
        time.Advance(File.GetLastWriteTimeUtc(Directory.GetFiles(_folder.File("index")).Single()).AddHours(3) - time.GetUtcNow().UtcDateTime);
        using var again = new UsearchVectorStore(_folder.Path, new() { TimeProvider = time });
        await again.GetDynamicCollection("c", Sample.Definition).DeleteAsync("key-00011");
        var saved = Assert.Single((await again.GetStatisticsAsync()).Indexes);
        Assert.Equal(("c", "V", UsearchIndexState.None), (saved.Collection, saved.Property, saved.State));
        Assert.Equal(TimeSpan.FromHours(3), saved.SnapshotAge);
        Assert.Equal(1, saved.SnapshotLag);
        Assert.Equal(new FileInfo(Directory.GetFiles(_folder.File("index")).Single()).Length, saved.SnapshotBytes);
    }

    [SkippableFact]
    public async Task WaitForIndexes_Progress_RisesToTheNumberOfVectors()
    {
        NativeLibraryRequired.Check();
        using var store = new UsearchVectorStore(_folder.Path);
        var records = await Sample.FillAsync(store, Sample.Large);
        var seen = new Seen();

        await records.WaitForIndexesAsync(seen);

        var steps = seen.Steps.ToList();
        Assert.NotEmpty(steps);
        Assert.All(steps, step => Assert.Equal(("c", "V", (long)Sample.Large), (step.Collection, step.Property, step.Total)));
        Assert.Equal(steps.Select(step => step.Done).Order(), steps.Select(step => step.Done));
        Assert.Equal(1.0, steps[^1].Fraction);
        Assert.Equal(UsearchIndexState.Ready, (await store.GetStatisticsAsync()).Indexes.Single().State);
    }

    [SkippableFact]
    public async Task RebuildIndexes_AfterDeletions_DropsDeadNodes()
    {
        NativeLibraryRequired.Check();
        using var store = new UsearchVectorStore(_folder.Path);
        var records = await Sample.FillAsync(store, Sample.Large);
        await records.WaitForIndexesAsync();
        await records.DeleteAsync(Enumerable.Range(1, 500).Select(i => (object)$"key-{i:00000}"));

        await store.RebuildIndexesAsync();

        var index = Assert.Single((await store.GetStatisticsAsync()).Indexes);
        Assert.Equal((Sample.Large - 500, 0), (index.LiveNodes, index.DeadNodes));
        Assert.Equal(UsearchIndexState.Ready, index.State);
    }

    [Fact]
    public async Task WaitForIndexes_SmallCollection_NeedsNone()
    {
        using var store = new UsearchVectorStore(_folder.Path);
        var records = await Sample.FillAsync(store, 10);
        await records.WaitForIndexesAsync();
        Assert.Empty((await store.GetStatisticsAsync()).Indexes);
    }

    public void Dispose() => _folder.Dispose();

    private sealed class Seen : IProgress<UsearchIndexProgress>
    {
        public ConcurrentQueue<UsearchIndexProgress> Steps { get; } = [];

        public void Report(UsearchIndexProgress value) => Steps.Enqueue(value);
    }
}
