using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.VectorData;
using Reminisce.VectorData.Tests.Native;
using Reminisce.VectorData.Tests.Usearch;
using Record = System.Collections.Generic.Dictionary<string, object?>;

namespace Reminisce.VectorData.Tests.Operations;

/// <summary>What a listener hears; other tests run beside, so everything is picked by this test's own collection.</summary>
public sealed class TelemetryTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly string _name = "telemetry-" + Guid.NewGuid().ToString("N");
    private readonly ConcurrentQueue<Activity> _activities = [];
    private readonly ConcurrentQueue<(string Instrument, double Value, Dictionary<string, object?> Tags)> _measurements = [];
    private readonly ActivityListener _listener;
    private readonly MeterListener _meters = new();

    public TelemetryTests()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == StoreTelemetry.SourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = _activities.Enqueue,
        };
        _meters.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == StoreTelemetry.SourceName)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _meters.SetMeasurementEventCallback<long>((instrument, value, tags, _) => _measurements.Enqueue((instrument.Name, value, tags.ToArray().ToDictionary())));
        _meters.SetMeasurementEventCallback<int>((instrument, value, tags, _) => _measurements.Enqueue((instrument.Name, value, tags.ToArray().ToDictionary())));
        _meters.SetMeasurementEventCallback<double>((instrument, value, tags, _) => _measurements.Enqueue((instrument.Name, value, tags.ToArray().ToDictionary())));
    }

    [Fact]
    public async Task Operations_Listened_AreActivitiesWithSemanticNamesAndNoContent()
    {
        ActivitySource.AddActivityListener(_listener);
        _meters.Start();
        using (var store = new UsearchVectorStore(_folder.Path))
        {
            var records = await Sample.FillAsync(store, 30, _name);
            var vector = NoteSamples.Vector(new Random(2), Sample.Dimensions);
            Assert.Equal(3, (await records.SearchAsync(vector, 3).ToListAsync()).Count);
            Assert.Equal(2, (await records.HybridSearchAsync(vector, ["number7"], 2).ToListAsync()).Count);
            Assert.Single(await records.FullTextSearchAsync("number7", 5).ToListAsync());
            Assert.NotNull(await records.GetAsync("key-00003"));
            await records.DeleteAsync(["key-00003", "key-00004", "no such key"]);
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => records.UpsertAsync(new Record { ["Key"] = "x", ["Tags"] = Array.Empty<string>() }, new CancellationToken(true)));
            await store.EnsureCollectionDeletedAsync(_name);
        }

        var mine = _activities.Where(activity => (string?)activity.GetTagItem("db.collection.name") == _name).ToList();
        foreach (var operation in new[] { "EnsureCollectionExists", "Upsert", "Search", "HybridSearch", "FullTextSearch", "Get", "Delete", "EnsureCollectionDeleted" })
        {
            var activity = mine.First(activity => (string?)activity.GetTagItem("db.operation.name") == operation);
            Assert.Equal($"{operation} {_name}", activity.DisplayName);
            Assert.Equal("usearch", activity.GetTagItem("db.system.name"));
            Assert.Equal(Path.GetFileName(_folder.Path), activity.GetTagItem("db.namespace"));
        }

        Activity Single(string operation) => mine.Single(activity => (string?)activity.GetTagItem("db.operation.name") == operation && activity.Status == ActivityStatusCode.Unset);
        Assert.Equal("resident", Single("Search").GetTagItem("reminisce.store.plan"));
        Assert.Equal(3L, Single("Search").GetTagItem("db.response.returned_rows"));
        Assert.Equal(3L, Single("Search").GetTagItem("reminisce.store.top"));
        Assert.Equal(30L, Single("Upsert").GetTagItem("reminisce.store.rows"));
        Assert.Equal(2L, Single("Delete").GetTagItem("reminisce.store.rows"));
        Assert.Equal("System.Threading.Tasks.TaskCanceledException", mine.Single(activity => activity.Status == ActivityStatusCode.Error).GetTagItem("error.type"));

        var written = string.Join('\n', mine.SelectMany(activity => activity.TagObjects).Select(tag => $"{tag.Key}={tag.Value}"));
        Assert.DoesNotContain("number7", written, StringComparison.Ordinal);
        Assert.DoesNotContain("key-0", written, StringComparison.Ordinal);
        Assert.DoesNotContain(_folder.Path, written, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Metrics_Listened_CountWritesRowsAndSearches()
    {
        _meters.Start();
        using var store = new UsearchVectorStore(_folder.Path);
        var records = await Sample.FillAsync(store, 25, _name);
        await records.SearchAsync(new float[Sample.Dimensions], 3, new UsearchSearchOptions<Record> { Exact = true }).ToListAsync();
        await records.DeleteAsync("key-00001");

        var mine = _measurements.Where(m => m.Tags.TryGetValue("db.collection.name", out var name) && (string?)name == _name).ToList();
        Assert.Equal([(25.0, "Upsert"), (1.0, "Delete")], mine.Where(m => m.Instrument == "reminisce.store.rows").Select(m => (m.Value, (string)m.Tags["db.operation.name"]!)));
        Assert.Equal("exact", Assert.Single(mine, m => m.Instrument == "reminisce.store.search.duration").Tags["reminisce.store.plan"]);
        Assert.Equal(4, mine.Count(m => m.Instrument == "reminisce.store.operation.duration"));
        Assert.Contains(_measurements, m => m.Instrument == "reminisce.store.commit.size" && m.Value >= 1);
        Assert.Contains(_measurements, m => m.Instrument == "reminisce.store.writes");
    }

    [SkippableFact]
    public async Task Metrics_Graph_CountsNodesRebuildsAndSnapshotBytes()
    {
        NativeLibraryRequired.Check();
        _meters.Start();
        ActivitySource.AddActivityListener(_listener);
        long saved;
        using (var store = new UsearchVectorStore(_folder.Path))
        {
            var records = await Sample.FillAsync(store, Sample.Large, _name);
            await records.WaitForIndexesAsync();
            await records.DeleteAsync("key-00001");
            Assert.Single(await records.SearchAsync(new float[Sample.Dimensions], 1).ToListAsync());
            _meters.RecordObservableInstruments();
        }

        saved = new FileInfo(Directory.GetFiles(_folder.File("index")).Single()).Length;
        var mine = _measurements.Where(m => m.Tags.TryGetValue("db.collection.name", out var name) && (string?)name == _name).ToList();
        Assert.Equal(
            [(Sample.Large - 1, "live"), (1.0, "dead")],
            mine.Where(m => m.Instrument == "reminisce.store.index.rows").Select(m => (m.Value, (string)m.Tags["reminisce.store.state"]!)));
        Assert.Single(mine, m => m.Instrument == "reminisce.store.index.rebuilds");
        Assert.Contains(_measurements, m => m.Instrument == "reminisce.store.snapshot.bytes" && (long)m.Value == saved);
        var build = Assert.Single(_activities, activity => activity.DisplayName == $"BuildIndex {_name}");
        Assert.Equal((long)Sample.Large, build.GetTagItem("reminisce.store.rows"));
        Assert.Contains(_activities, activity => activity.DisplayName == $"SaveIndex {_name}");
        Assert.Contains(_activities, activity => (string?)activity.GetTagItem("reminisce.store.plan") == "graph" && activity.DisplayName == $"Search {_name}");
    }

    public void Dispose()
    {
        _meters.Dispose();
        _listener.Dispose();
        _folder.Dispose();
    }
}
