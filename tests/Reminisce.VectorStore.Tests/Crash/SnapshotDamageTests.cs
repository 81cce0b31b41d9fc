using Reminisce.VectorData.Native;
using Reminisce.VectorData.Snapshots;
using Reminisce.VectorData.Storage;
using Reminisce.VectorData.Tests.Fixtures;
using Reminisce.VectorData.Tests.Native;
using Reminisce.VectorData.Tests.Search;
using Reminisce.VectorData.Tests.Usearch;
using Xunit.Abstractions;

namespace Reminisce.VectorData.Tests.Crash;

/// <summary>Whatever lies in the place of an index snapshot: no native crash, right answers, a warning, and a sound snapshot afterwards.</summary>
public sealed class SnapshotDamageTests : IDisposable
{
    private const string Name = "notes";
    private const int Rows = 40;

    private readonly TempFolder _folder = new();
    private readonly WarningLog _log = new();
    private readonly FaultyDisk _disk;

    private readonly ITestOutputHelper _output;

    public SnapshotDamageTests(ITestOutputHelper output) => (_output, _disk) = (output, new FaultyDisk(_folder.Path));

    [SkippableFact]
    public async Task Snapshot_AnyRegionFlipped_IsRefusedAndRewritten()
    {
        var (file, whole, model) = await WriteAsync(Rows);
        var random = new Random(CrashSettings.Seed);
        _output.WriteLine($"seed {CrashSettings.Seed}, snapshot of {whole.Length} bytes");
        int[] header = CrashSettings.IsLong ? [.. Enumerable.Range(0, SnapshotHeader.Length)] : [0, 7, 8, 12, 16, 20, 24, 28, 32, 39, 40, 48, 56, 63, 64, 95, 96, 111, 112, 143];
        int[] payload = [144, 145, 160, whole.Length / 2, whole.Length - 2, whole.Length - 1, .. Enumerable.Range(0, CrashSettings.IsLong ? 400 : 20).Select(_ => random.Next(144, whole.Length))];
        foreach (var offset in header.Concat(payload))
        {
            var bytes = whole.ToArray();
            bytes[offset] ^= (byte)(1 << random.Next(8));
            await AssertRefusedAsync(file, bytes, model, $"byte {offset} flipped");
        }
    }

    [SkippableFact]
    public async Task Snapshot_CutOrLonger_IsRefusedAndRewritten()
    {
        var (file, whole, model) = await WriteAsync(Rows);
        var random = new Random(CrashSettings.Seed);
        int[] lengths = [0, 1, 8, 143, 144, 145, 144 + 64, whole.Length / 2, whole.Length - 1, .. Enumerable.Range(0, CrashSettings.IsLong ? 200 : 10).Select(_ => random.Next(whole.Length))];
        foreach (var length in lengths)
        {
            await AssertRefusedAsync(file, whole[..length], model, $"cut to {length} bytes");
        }

        await AssertRefusedAsync(file, [.. whole, 0], model, "one byte longer");
        await AssertRefusedAsync(file, [.. whole, .. whole], model, "twice as long");
        await AssertRefusedAsync(file, new byte[whole.Length], model, "zeros");
    }

    [SkippableFact]
    public async Task Snapshot_Older_IsBroughtUpToDate()
    {
        var (file, old, _) = await WriteAsync(Rows);
        StoreModel model;
        using (var store = Open())
        {
            var records = store.GetDynamicCollection(Name, Entry.Definition(withExtra: false));
            await SmallGraph.LoadAsync(store, Name, "A");
            await records.UpsertAsync([Create(3, seed: 5).ToRecord(false), Create(Rows + 1, seed: 5).ToRecord(false)]);
            await records.DeleteAsync(Enumerable.Range(10, 20).Cast<object>());
            model = await StoreCheck.ReadAsync(store);
        }

        Assert.NotEqual(old, await File.ReadAllBytesAsync(file));
        await File.WriteAllBytesAsync(file, old);
        _log.Clear();
        await AssertAnswersAsync(model);
        Assert.Empty(_log.Warnings);
    }

    [SkippableFact]
    public async Task Snapshot_NewerThanTheDatabase_IsRefusedEvenAfterMoreChanges()
    {
        var (file, _, _) = await WriteAsync(Rows);
        var database = await File.ReadAllBytesAsync(_folder.File("store.db"));
        using (var store = Open())
        {
            await SmallGraph.LoadAsync(store, Name, "A");
            var records = store.GetDynamicCollection(Name, Entry.Definition(withExtra: false));
            for (var i = 0; i < 5; i++)
            {
                await records.UpsertAsync(Create(i + 1, seed: 6).ToRecord(false));
            }
        }

        // The database is put back to a backup, and then lives on past the snapshot's number before anything is searched.
        await File.WriteAllBytesAsync(_folder.File("store.db"), database);
        StoreModel model;
        using (var store = Open())
        {
            var records = store.GetDynamicCollection(Name, Entry.Definition(withExtra: false));
            for (var i = 0; i < 10; i++)
            {
                await records.UpsertAsync(Create(i + 20, seed: 7).ToRecord(false));
            }

            model = await StoreCheck.ReadAsync(store);
        }

        Assert.Contains("newer than the database", Assert.Single(_log.Warnings), StringComparison.Ordinal);
        await AssertAnswersAsync(model);
        Assert.NotNull(new IndexSnapshot(PhysicalFileStorage.Instance, file).ReadSequence());
    }

    [SkippableFact]
    public async Task Open_RemainsOfACrashAndOfAnotherStore_AreCleared()
    {
        var (file, whole, model) = await WriteAsync(Rows);
        await File.WriteAllBytesAsync(file + ".tmp", whole[..100]);
        await File.WriteAllBytesAsync(Path.Combine(Path.GetDirectoryName(file)!, "0123456789abcdef-c1-v3-Cosine.hnsw"), whole);

        await AssertAnswersAsync(model);
        Assert.Empty(_log.Warnings);
        Assert.Equal([file], Directory.GetFiles(_folder.File("index")));
    }

    public void Dispose()
    {
        _log.Dispose();
        _disk.Dispose();
        _folder.Dispose();
    }

    private static Entry Create(int key, int seed)
    {
        var random = new Random((seed * 1000) + key);
        return new Entry(key, $"{Workload.Words[key % 5]} {key}", key, NoteSamples.Vector(random, 4), NoteSamples.Vector(random, 3));
    }

    private UsearchVectorStore Open() => new(_folder.Path, new() { LoggerFactory = _log, Storage = new FaultyFileStorage(_disk) });

    private async Task<(string File, byte[] Bytes, StoreModel Model)> WriteAsync(int rows)
    {
        NativeLibraryRequired.Check();
        StoreModel model;
        using (var store = Open())
        {
            var records = store.GetDynamicCollection(Name, Entry.Definition(withExtra: false));
            await records.EnsureCollectionExistsAsync();
            await records.UpsertAsync(Enumerable.Range(1, rows).Select(key => Create(key, seed: 1).ToRecord(false)));
            await SmallGraph.LoadAsync(store, Name, "A");
            model = await StoreCheck.ReadAsync(store);
        }

        var file = Directory.GetFiles(_folder.File("index")).Single();
        return (file, await File.ReadAllBytesAsync(file), model);
    }

    private async Task AssertRefusedAsync(string file, byte[] bytes, StoreModel model, string where)
    {
        await File.WriteAllBytesAsync(file, bytes);
        _log.Clear();
        await AssertAnswersAsync(model);
        Assert.True(_log.Warnings.Count == 1 && _log.Warnings.First().Contains(file, StringComparison.Ordinal), $"{where}: {string.Join('\n', _log.Warnings)}");

        _log.Clear();
        await AssertAnswersAsync(model);
        Assert.True(_log.Warnings.Count == 0, $"{where}, opened again: {string.Join('\n', _log.Warnings)}");
    }

    private async Task AssertAnswersAsync(StoreModel model)
    {
        using var store = Open();
        await StoreCheck.AssertAgreesAsync(store, model, withGraph: true);
        Assert.All(store.Engine.Indexes.Ready, Assert.True);
    }
}
