using System.Collections.Concurrent;
using Reminisce.VectorData.Tests.Search;
using Reminisce.VectorData.Tests.Usearch;
using Xunit.Abstractions;
using Record = System.Collections.Generic.Dictionary<string, object?>;

namespace Reminisce.VectorData.Tests.Crash;

/// <summary>Eight times more callers than cores do everything at once; each owns some keys, so that the end is known.</summary>
public sealed class StressTests(ITestOutputHelper output) : IDisposable
{
    private const string Name = "stress";
    private const int KeysEach = 6;

    private readonly TempFolder _folder = new();
    private readonly ConcurrentDictionary<string, bool> _written = new();

    [Fact]
    public async Task ManyCallers_SearchWriteDeleteScrubAndRebuild_EndAsTheModelSays()
    {
        var (seed, callers, rounds) = (CrashSettings.Seed, Environment.ProcessorCount * 8, CrashSettings.IsLong ? 1200 : 50);
        output.WriteLine($"seed {seed}, {callers} callers, {rounds} rounds");
        var last = new ConcurrentDictionary<int, Entry>();
        using (var store = new UsearchVectorStore(_folder.Path))
        {
            await store.GetDynamicCollection(Name, Entry.Definition(false)).EnsureCollectionExistsAsync();
            await SmallGraph.LoadAsync(store, Name, "A");
            var threads = Enumerable.Range(0, callers).Select(caller => Task.Factory.StartNew(
                () => CallAsync(store, caller, new Random((seed * 1000) + caller), rounds, last).GetAwaiter().GetResult(),
                CancellationToken.None,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default));
            await Task.WhenAll(threads);
            await AssertIsAsync(store, last);
        }

        using var again = new UsearchVectorStore(_folder.Path);
        await AssertIsAsync(again, last);
    }

    public void Dispose() => _folder.Dispose();

    private async Task CallAsync(UsearchVectorStore store, int caller, Random random, int rounds, ConcurrentDictionary<int, Entry> last)
    {
        var records = store.GetDynamicCollection(Name, Entry.Definition(false));
        var words = (IFullTextSearchable<Record>)records.GetService(typeof(IFullTextSearchable<Record>))!;
        for (var round = 0; round < rounds; round++)
        {
            switch (random.Next(100))
            {
                case < 30:
                    var entries = Enumerable.Range(0, random.Next(1, KeysEach)).Select(i => Create(caller, i, round, random)).ToList();
                    entries.ForEach(entry => _written[entry.Text] = true);
                    await records.UpsertAsync(entries.Select(entry => entry.ToRecord(false)));
                    entries.ForEach(entry => last[entry.Key] = entry);
                    break;
                case < 40:
                    var key = (caller * KeysEach) + random.Next(KeysEach);
                    await records.DeleteAsync(key);
                    last.TryRemove(key, out _);
                    Assert.Null(await records.GetAsync(key));
                    break;
                case < 42:
                    await store.ScrubAsync();
                    break;
                case < 50:
                    await SmallGraph.LoadAsync(store, Name, "A");
                    break;
                case < 60:
                    AssertWritten(await words.FullTextSearchAsync(Workload.Words[random.Next(5)], 10).Select(result => result.Record).ToListAsync());
                    break;
                case < 70:
                    await AssertOwnAsync(records, caller, last);
                    break;
                default:
                    AssertWritten(await records.SearchAsync(NoteSamples.Vector(random, 4), random.Next(1, 8), new() { VectorProperty = record => record["A"] })
                        .Select(result => result.Record).ToListAsync());
                    break;
            }
        }
    }

    private static Entry Create(int caller, int i, int round, Random random) => new(
        (caller * KeysEach) + i, $"{Workload.Words[random.Next(5)]} {caller} {i} {round}", caller, NoteSamples.Vector(random, 4), NoteSamples.Vector(random, 3));

    private void AssertWritten(List<Record> found)
        => Assert.All(found, record => Assert.True(_written.ContainsKey((string)record["Text"]!), $"{record["Text"]} was never written"));

    /// <summary>Nobody else writes a caller's records: what it finds is exactly what it wrote.</summary>
    private static async Task AssertOwnAsync(UsearchDynamicCollection records, int caller, ConcurrentDictionary<int, Entry> last)
    {
        var found = await records.GetAsync(record => (int)record["Number"]! == caller, KeysEach, new() { IncludeVectors = true }).Select(Entry.From).ToListAsync();
        var own = last.Values.Where(entry => entry.Number == caller);
        Assert.Equal(own.Select(entry => entry.ToString()).Order(StringComparer.Ordinal), found.Select(entry => entry.ToString()).Order(StringComparer.Ordinal));
    }

    private static async Task AssertIsAsync(UsearchVectorStore store, ConcurrentDictionary<int, Entry> last)
    {
        var records = store.GetDynamicCollection(Name, Entry.Definition(false));
        var found = await records.GetAsync(record => true, int.MaxValue, new() { IncludeVectors = true }).Select(Entry.From).ToListAsync();
        Assert.Equal(last.OrderBy(entry => entry.Key).Select(entry => entry.Value.ToString()), found.OrderBy(entry => entry.Key).Select(entry => entry.ToString()));
        var model = StoreModel.Empty.Ensure(Name, false).Upsert(Name, last.Values);
        await StoreCheck.AssertAgreesAsync(store, model, withGraph: true);
        await StoreCheck.AssertWholeAsync(store, model);
    }
}
