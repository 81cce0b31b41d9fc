using System.Runtime.InteropServices;
using System.Text;
using Reminisce.VectorData.Tests.Fakes;
using Reminisce.VectorData.Tests.Native;
using Reminisce.VectorData.Tests.Usearch;
using Record = System.Collections.Generic.Dictionary<string, object?>;

namespace Reminisce.VectorData.Tests.Operations;

/// <summary>Deleted means gone: keys, texts, words, list items and vectors are looked for byte by byte in every file.</summary>
public sealed class ScrubTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Scrub_DeletedAndReplacedRecords_LeaveNoByteInAnyFile(int seed)
    {
        var random = new Random(seed);
        var gone = new List<Record>();
        using (var store = new UsearchVectorStore(_folder.Path))
        {
            var records = store.GetDynamicCollection("c", Sample.Definition);
            await records.EnsureCollectionExistsAsync();
            var all = new Dictionary<string, Record>();

            // Small batches in no order: pages split and merge, and copies of cells stay behind in their free space.
            foreach (var batch in Enumerable.Range(1, 3000).Select(i => Secret(i, random)).ToArray().Shuffled(random).Chunk(40))
            {
                await records.UpsertAsync(batch);
                foreach (var record in batch)
                {
                    all.Add((string)record["Key"]!, record);
                }
            }

            foreach (var key in all.Keys.ToArray().Shuffled(random).Take(900))
            {
                gone.Add(all[key]);
                await records.DeleteAsync(key);
            }

            foreach (var key in all.Keys.Except(gone.Select(record => (string)record["Key"]!)).ToArray().Shuffled(random).Take(300).ToList())
            {
                var replacement = Secret(0, random);
                replacement["Key"] = key;
                gone.Add(new Record(all[key]) { ["Key"] = null });
                await records.UpsertAsync(replacement);
            }

            await store.ScrubAsync();
            AssertGone(gone);
        }

        AssertGone(gone);
    }

    [Fact]
    public async Task Receipt_Verify_HoldsUntilAFileChanges()
    {
        UsearchScrubReceipt receipt;
        using (var store = new UsearchVectorStore(_folder.Path, new() { TimeProvider = new ManualTime() }))
        {
            var records = await Sample.FillAsync(store, 50);
            await records.DeleteAsync("key-00001");
            receipt = await store.ScrubAsync();
            Assert.Equal(new ManualTime().GetUtcNow(), receipt.ScrubbedAt);
            Assert.Equal(["store.db", "store.db-wal"], receipt.Files.Select(file => file.Name));
            Assert.Equal(0, receipt.Files[1].Bytes);
            Assert.Equal(Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(ReadShared(_folder.File("store.db")))), receipt.Files[0].Sha256);
            Assert.Contains("is open in this process", Assert.Throws<InvalidOperationException>(() => receipt.Verify(_folder.Path)).Message, StringComparison.Ordinal);
        }

        Assert.Empty(receipt.Verify(_folder.Path));
        using (var store = new UsearchVectorStore(_folder.Path, new() { TimeProvider = new ManualTime() }))
        {
            await store.GetDynamicCollection("c", Sample.Definition).GetAsync("key-00002");
        }

        Assert.Empty(receipt.Verify(_folder.Path));
        using (var store = new UsearchVectorStore(_folder.Path, new() { TimeProvider = new ManualTime() }))
        {
            await store.GetDynamicCollection("c", Sample.Definition).DeleteAsync("key-00002");
        }

        Assert.StartsWith("store.db has changed", Assert.Single(receipt.Verify(_folder.Path)), StringComparison.Ordinal);
        using (var store = new UsearchVectorStore(_folder.Path, new() { TimeProvider = new ManualTime() }))
        {
            receipt = await store.ScrubAsync();
        }

        receipt = System.Text.Json.JsonSerializer.Deserialize<UsearchScrubReceipt>(System.Text.Json.JsonSerializer.Serialize(receipt))!;
        File.WriteAllText(_folder.File("more"), "x");
        Assert.Equal(["more is new: 1 bytes."], receipt.Verify(_folder.Path));
        File.Delete(_folder.File("store.db"));
        Assert.Equal(["store.db is gone.", "more is new: 1 bytes."], receipt.Verify(_folder.Path));
    }

    [Fact]
    public async Task Scrub_CopiesBesideTheStore_AreDeletedOrNamed()
    {
        using var store = new UsearchVectorStore(_folder.Path);
        await Sample.FillAsync(store, 5);
        File.WriteAllText(_folder.File("store.db.v0"), "the copy before a migration");
        Directory.CreateDirectory(_folder.File("salvage.partial"));
        File.WriteAllText(_folder.File("salvage.partial/store.db"), "of a repair that broke off");
        await store.ScrubAsync();
        Assert.False(File.Exists(_folder.File("store.db.v0")));
        Assert.False(Directory.Exists(_folder.File("salvage.partial")));

        File.WriteAllText(_folder.File("store.db.damaged-20260504T000000000Z"), "kept by a repair");
        var error = await Assert.ThrowsAsync<Microsoft.Extensions.VectorData.VectorStoreException>(() => store.ScrubAsync());
        Assert.Contains("store.db.damaged-20260504T000000000Z", error.Message, StringComparison.Ordinal);
        Assert.True(File.Exists(_folder.File("store.db.damaged-20260504T000000000Z")));
    }

    [SkippableFact]
    public async Task Scrub_WithGraph_NoHalfPrecisionVectorInAnySnapshot()
    {
        NativeLibraryRequired.Check();
        var random = new Random(4);
        List<byte[]> patterns;
        using (var store = new UsearchVectorStore(_folder.Path))
        {
            var records = await Sample.FillAsync(store, Sample.Large);
            var doomed = Enumerable.Range(1, 40).Select(i => Sample.Create(10_000 + i, random)).ToList();
            await records.UpsertAsync(doomed);
            await records.WaitForIndexesAsync();
            patterns = [.. doomed.Select(record => Halves((float[])record["V"]!))];
            await records.DeleteAsync(doomed.Select(record => record["Key"]!));
        }

        // The proof that the pattern is the right one: the saved graph holds its dead nodes.
        Assert.Equal(patterns.Count, patterns.Count(pattern => Holding(pattern).Any(file => file.EndsWith(".hnsw", StringComparison.Ordinal))));
        using (var store = new UsearchVectorStore(_folder.Path))
        {
            var records = store.GetDynamicCollection("c", Sample.Definition);
            await records.WaitForIndexesAsync();
            await store.ScrubAsync();
            Assert.All(patterns, pattern => Assert.Empty(Holding(pattern)));
            await records.WaitForIndexesAsync();
        }

        Assert.Single(Directory.GetFiles(_folder.File("index"), "*.hnsw"));
        Assert.All(patterns, pattern => Assert.Empty(Holding(pattern)));
    }

    public void Dispose() => _folder.Dispose();

    private static byte[] Halves(float[] vector) => MemoryMarshal.AsBytes<Half>(Array.ConvertAll(vector, value => (Half)value)).ToArray();

    private static Record Secret(int number, Random random)
    {
        var record = Sample.Create(number, random);
        record["Key"] = Word(random);
        record["Text"] = string.Join(' ', Enumerable.Range(0, 1 + random.Next(12)).Select(_ => Word(random)));
        record["Tags"] = new[] { Word(random), Word(random) };
        return record;
    }

    private static string Word(Random random) => string.Concat(Enumerable.Range(0, 12).Select(_ => "bcdfghjklmnpqrtvwxz"[random.Next(19)]));

    private void AssertGone(List<Record> gone)
    {
        var files = Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories).ToDictionary(file => Path.GetRelativePath(_folder.Path, file), ReadShared);
        var found = new List<string>();
        foreach (var record in gone)
        {
            // Two thirds of a word are as telling as the whole: an index must not keep prefixes either.
            Look(record["Key"] is string key ? Encoding.UTF8.GetBytes(key[..8]) : null, "key");
            foreach (var word in ((string)record["Text"]!).Split(' '))
            {
                Look(Encoding.UTF8.GetBytes(word[..8]), "word");
            }

            foreach (var tag in (string[])record["Tags"]!)
            {
                Look(Encoding.UTF8.GetBytes(tag[..8]), "tag");
            }

            Look(MemoryMarshal.AsBytes<float>((float[])record["V"]!)[..16].ToArray(), "vector");
        }

        Assert.True(found.Count == 0, $"{found.Count} traces: {string.Join(", ", found.GroupBy(what => what).Select(group => $"{group.Count()} x {group.Key}"))}");

        void Look(byte[]? pattern, string what)
            => found.AddRange(pattern is null ? [] : files.Where(file => file.Value.AsSpan().IndexOf(pattern) >= 0).Select(file => $"{what} in {file.Key}"));
    }

    private IEnumerable<string> Holding(byte[] pattern)
        => Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories).Where(file => ReadShared(file).AsSpan().IndexOf(pattern) >= 0);

    private static byte[] ReadShared(string path)
    {
        if (path.EndsWith("store.lock", StringComparison.Ordinal))
        {
            return [];
        }

        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
