using CsCheck;
using Reminisce.VectorData.Tests.Fakes;

namespace Reminisce.VectorData.Tests.Activations;

public sealed class SqliteActivationStoreTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("reminisce-activations-").FullName;

    private string FilePath => Path.Combine(_folder, SqliteActivationStoreOptions.FileName);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Get_AfterReopening_ReturnsWhatWasPut()
    {
        var put = Make(1, 40);
        using (var store = Open())
        {
            await store.PutAsync([new("a", put), new("b", Make(2, 7))]);
            await store.PutAsync([new("b", Make(3, 9))]);
        }

        using var again = Open();
        var found = await again.GetAsync(["a", "b", "c"]);
        Assert.Equal(["a", "b"], found.Keys.Order());
        Assert.Equal(put.Data.ToArray(), found["a"].Data.ToArray());
        Assert.Equal((put.Fingerprint, put.Exit, put.Tokens, put.Width, put.Format), (found["a"].Fingerprint, found["a"].Exit, found["a"].Tokens, found["a"].Width, found["a"].Format));
        Assert.Equal(9, found["b"].Data.Length);
        Assert.Equal(49, await again.GetSizeAsync());
    }

    [Fact]
    public async Task ScrubAsync_RemovedAndReplaced_NoByteIsLeftAndTheRestStays()
    {
        var random = new Random(7);
        using var store = Open();
        var all = Enumerable.Range(0, 200).ToDictionary(i => $"key-{i:000}-{random.Next()}", _ => Make(random.Next(1, 200), random.Next(40, 900)));
        foreach (var (key, value) in all)
        {
            await store.PutAsync([new(key, value)]);
        }

        string[] gone = [.. all.Keys.Where((_, i) => i % 3 == 0)];
        await store.RemoveAsync(gone);
        await store.ScrubAsync();
        Assert.Equal([FilePath], Directory.GetFiles(_folder));
        var bytes = await File.ReadAllBytesAsync(FilePath);
        Assert.All(gone, key => Assert.True(bytes.AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(key)) < 0, key));
        var kept = await store.GetAsync([.. all.Keys]);
        Assert.Equal(all.Keys.Except(gone).Order(StringComparer.Ordinal), kept.Keys.Order(StringComparer.Ordinal));
        Assert.All(kept, k => Assert.Equal(all[k.Key].Data.ToArray(), k.Value.Data.ToArray()));
        await store.ScrubAsync();
    }

    [Fact]
    public void History_AnySteps_KeepsTheLikeliestWithinTheBudget() =>
        Gen.Select(Gen.Int[0, 4], Gen.Int[0, 9].Array[1, 4], Gen.Int[0, 30]).Array[1, 30].Sample(
            steps =>
            {
                const int Budget = 60;
                var clock = new ManualTime();
                using var store = new SqliteActivationStore(new() { Path = Path.Combine(_folder, Guid.NewGuid().ToString("N")), ByteBudget = Budget, TimeProvider = clock });
                var model = new List<Entry>();
                foreach (var (kind, keys, size) in steps)
                {
                    clock.Advance(TimeSpan.FromSeconds(40));
                    var now = clock.GetUtcNow().ToUnixTimeMilliseconds();
                    var names = keys.Select(k => $"k{k}").ToList();
                    if (kind == 0)
                    {
                        store.RemoveAsync(names).AsTask().GetAwaiter().GetResult();
                        model.RemoveAll(m => names.Contains(m.Key));
                    }
                    else if (kind == 1)
                    {
                        store.GetAsync(names).AsTask().GetAwaiter().GetResult();
                        model = [.. model.Select(m => m with { Last = names.Contains(m.Key) ? now : m.Last, Uses = m.Uses + names.Count(n => n == m.Key) })];
                    }
                    else
                    {
                        store.PutAsync([.. names.Select(n => KeyValuePair.Create(n, Make(size, size)))]).AsTask().GetAwaiter().GetResult();
                        foreach (var name in names)
                        {
                            var before = model.Find(m => m.Key == name);
                            model.RemoveAll(m => m.Key == name);
                            model.Add(new Entry(name, size, before?.First ?? now, now, (before?.Uses ?? 0) + 1));
                        }

                        while (model.Sum(m => m.Size) > Budget)
                        {
                            model.Remove(model.MinBy(m => RecallOdds.Of(now, m.First, m.Last, m.Uses))!);
                        }
                    }

                    Assert.Equal(model.Sum(m => m.Size), store.GetSizeAsync().AsTask().GetAwaiter().GetResult());
                    var found = store.GetSizesAsync([.. Enumerable.Range(0, 10).Select(k => $"k{k}")]).AsTask().GetAwaiter().GetResult();
                    Assert.Equal(model.Select(m => m.Key).Order(), found.Keys.Order());
                }
            },
            iter: 25,
            threads: 1);

    [Fact]
    public async Task Put_PastTheBudget_EvictsWhatWasStoredLaterAndNeverReadFirst()
    {
        var clock = new ManualTime();
        using var store = new SqliteActivationStore(new() { Path = FilePath, ByteBudget = 30, TimeProvider = clock });
        await store.PutAsync([new("often", Make(1, 10))]);
        for (var i = 0; i < 3; i++)
        {
            clock.Advance(TimeSpan.FromMinutes(10));
            await store.GetAsync(["often"]);
        }

        await store.PutAsync([new("never", Make(2, 10))]);
        clock.Advance(TimeSpan.FromMinutes(10));
        await store.PutAsync([new("new", Make(3, 20))]);

        Assert.Equal(["new", "often"], (await store.GetSizesAsync(["often", "never", "new"])).Keys.Order());
    }

    [Fact]
    public async Task Put_ManyMoreThanTheBudget_StaysWithinItAndKeepsTheNewest()
    {
        var clock = new ManualTime();
        using var store = new SqliteActivationStore(new() { Path = FilePath, ByteBudget = 1000, TimeProvider = clock });
        for (var i = 0; i < 40; i++)
        {
            clock.Advance(TimeSpan.FromMinutes(1));
            await store.PutAsync([.. Enumerable.Range(0, 25).Select(k => KeyValuePair.Create($"{i}-{k}", Make(k, 10)))]);
        }

        Assert.Equal(1000, await store.GetSizeAsync());
        await store.PutAsync([new("large", Make(1, 990))]);
        Assert.Equal(["39-24", "large"], (await store.GetSizesAsync(["39-23", "39-24", "large"])).Keys.Order());
    }

    [Fact]
    public async Task Open_FileOfTheFormatBefore_StartsEmpty()
    {
        using (var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={FilePath};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "CREATE TABLE activations (id INTEGER PRIMARY KEY, key TEXT, bytes INTEGER); INSERT INTO activations VALUES (1, 'a', 5); PRAGMA user_version = 1;";
            command.ExecuteNonQuery();
        }

        using var store = Open();

        Assert.Equal(0, await store.GetSizeAsync());
        await store.PutAsync([new("a", Make(1, 7))]);
        Assert.Equal(7, (await store.GetAsync(["a"]))["a"].Data.Length);
    }

    [Fact]
    public async Task Open_FileIsNoDatabase_StartsEmpty()
    {
        await File.WriteAllTextAsync(FilePath, new string('x', 8192));
        using var store = Open();
        Assert.Equal(0, await store.GetSizeAsync());
        await store.PutAsync([new("a", Make(1, 5))]);
        Assert.Single(await store.GetAsync(["a"]));
    }

    [Fact]
    public async Task Get_DamagedBytes_CountsAsLostOrStartsEmpty()
    {
        using (var store = Open())
        {
            await store.PutAsync([.. Enumerable.Range(0, 50).Select(i => KeyValuePair.Create($"k{i}", Make(i, 3000)))]);
            await store.CheckpointAsync();
        }

        var bytes = await File.ReadAllBytesAsync(FilePath);
        var random = new Random(5);
        for (var i = 0; i < 60; i++)
        {
            bytes[random.Next(100, bytes.Length)] ^= 0x55;
        }

        await File.WriteAllBytesAsync(FilePath, bytes);
        using var damaged = Open();
        var found = await damaged.GetAsync([.. Enumerable.Range(0, 50).Select(i => $"k{i}")]);
        Assert.InRange(found.Count, 0, 49);
        foreach (var (key, activation) in found)
        {
            Assert.Equal(Make(int.Parse(key[1..], System.Globalization.CultureInfo.InvariantCulture), 3000).Data.ToArray(), activation.Data.ToArray());
        }

        await damaged.PutAsync([new("new", Make(1, 5))]);
        Assert.Single(await damaged.GetAsync(["new"]));
    }

    [Fact]
    public async Task RemoveByPrefix_SpecialCharacters_RemovesExactlyThose()
    {
        using var store = Open();
        await store.PutAsync([new("a%\u001f1", Make(1, 5)), new("a%\u001f2", Make(1, 5)), new("ab\u001f1", Make(1, 5)), new("A%\u001f1", Make(1, 5))]);
        await store.RemoveByPrefixAsync("a%\u001f");
        Assert.Equal(["A%\u001f1", "ab\u001f1"], (await store.GetAsync(["a%\u001f1", "a%\u001f2", "ab\u001f1", "A%\u001f1"])).Keys.Order(StringComparer.Ordinal));
        Assert.Equal(10, await store.GetSizeAsync());
    }

    [Fact]
    public async Task Remove_ThenCheckpoint_LeavesNoBytesInTheFiles()
    {
        var secret = "the secret that is gone"u8.ToArray();
        using (var store = Open())
        {
            await store.PutAsync([new("a", new Activation("f", new("text", 1, 4), 1, 8, ActivationFormat.Int8, secret))]);
            await store.CheckpointAsync();
            Assert.True((await File.ReadAllBytesAsync(FilePath)).AsSpan().IndexOf(secret) >= 0);
            await store.RemoveAsync(["a"]);
            await store.CheckpointAsync();
        }

        foreach (var file in Directory.GetFiles(_folder))
        {
            Assert.Equal(-1, (await File.ReadAllBytesAsync(file)).AsSpan().IndexOf(secret));
        }
    }

    [Fact]
    public void Open_FolderMissing_NamesTheFile()
    {
        var error = Assert.Throws<IOException>(() => new SqliteActivationStore(new() { Path = Path.Combine(_folder, "no", "activations.db") }));
        Assert.Contains("activations.db", error.Message, StringComparison.Ordinal);
    }

    private static Activation Make(int seed, int size)
    {
        var data = new byte[size];
        new Random(seed).NextBytes(data);
        return new Activation($"f{seed}", new ExitLayer("text", 1, 4), 3, 8, ActivationFormat.Int4, data);
    }

    private sealed record Entry(string Key, int Size, long First, long Last, int Uses);

    private SqliteActivationStore Open() => new(new() { Path = FilePath });
}
