using CsCheck;

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
    public void History_AnySteps_KeepsTheNewestWithinTheBudget() =>
        Gen.Select(Gen.Int[0, 3], Gen.Int[0, 9].Array[1, 4], Gen.Int[0, 30]).Array[1, 30].Sample(
            steps =>
            {
                const int Budget = 60;
                var file = Path.Combine(_folder, Guid.NewGuid().ToString("N"));
                using var store = new SqliteActivationStore(new() { Path = file, ByteBudget = Budget });
                var model = new List<(string Key, int Size)>();
                foreach (var (kind, keys, size) in steps)
                {
                    var names = keys.Select(k => $"k{k}").ToList();
                    if (kind == 0)
                    {
                        store.RemoveAsync(names).AsTask().GetAwaiter().GetResult();
                        model.RemoveAll(m => names.Contains(m.Key));
                    }
                    else
                    {
                        store.PutAsync([.. names.Select(n => KeyValuePair.Create(n, Make(size, size)))]).AsTask().GetAwaiter().GetResult();
                        foreach (var name in names)
                        {
                            model.RemoveAll(m => m.Key == name);
                            model.Add((name, size));
                        }

                        while (model.Sum(m => m.Size) > Budget)
                        {
                            model.RemoveAt(0);
                        }
                    }

                    Assert.Equal(model.Sum(m => m.Size), store.GetSizeAsync().AsTask().GetAwaiter().GetResult());
                    var found = store.GetAsync([.. Enumerable.Range(0, 10).Select(k => $"k{k}")]).AsTask().GetAwaiter().GetResult();
                    Assert.Equal(model.Select(m => m.Key).Order(), found.Keys.Order());
                }
            },
            iter: 25,
            threads: 1);

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

    private SqliteActivationStore Open() => new(new() { Path = FilePath });
}
