using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Reminisce.Memory.Tests.Fakes;

namespace Reminisce.Memory.Tests.Erasing;

/// <summary>Erased means gone: words, ids, hashes and vectors are looked for byte by byte in every file of a real memory.</summary>
public sealed class EraseBytesTests : IDisposable
{
    private const int Count = 300;
    private readonly string _folder = Directory.CreateTempSubdirectory("reminisce-erase-").FullName;

    private string Store => Path.Combine(_folder, "store");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task EraseAsync_OneInThree_LeavesNoByteInAnyFileAndTheOthersUnharmed(int seed)
    {
        var random = new Random(seed);
        var texts = Enumerable.Range(0, Count).Select(_ => string.Join(' ', Enumerable.Range(0, 30).Select(_ => Word(random)))).ToArray();
        EraseReceipt receipt;
        IReadOnlyList<MemoryItem> gone, kept;
        await using (var provider = Open())
        {
            var memory = provider.GetRequiredService<IMemory>();
            var stored = await memory.RememberAsync([.. texts.Select((t, i) => TestMemory.Note(t, $"2026-{1 + (i % 10):00}-{1 + (i % 28):00}T10:00"))]);
            var ids = stored.Select(r => r.Id!.Value).ToArray();
            await memory.ReinforceAsync([.. ids.Where((_, i) => i % 2 == 0)]);
            gone = await memory.GetAsync([.. ids.Where((_, i) => i % 3 == 0)]);
            kept = await memory.GetAsync([.. ids.Where((_, i) => i % 3 != 0)]);
        }

        // The proof that the patterns are the right ones: all but the encodings not used are found before.
        var before = Traces(gone);
        Assert.All(["word", "hash", "vector", "id"], what => Assert.Contains(what, before));
        await using (var provider = Open())
        {
            var maintenance = provider.GetRequiredService<IMemoryMaintenance>();
            receipt = await maintenance.EraseAsync((await maintenance.PreviewEraseAsync(new EraseRequest { Ids = [.. gone.Select(g => g.Id)] })).Token);
            Assert.Equal(Count / 3, receipt.Memories);
            Assert.Empty(Traces(gone));
            Assert.Equivalent(kept, await provider.GetRequiredService<IMemory>().GetAsync([.. kept.Select(k => k.Id)]), strict: true);
        }

        Assert.Empty(Traces(gone));
        Assert.Empty(receipt.Verify(Store, gone.SelectMany(g => g.Text.Split(' '))));
        Assert.All(kept.Take(5), k => Assert.Equal(["store.db holds word 1 as utf-8."], receipt.Verify(Store, [k.Text.Split(' ')[0]])));
        await using var after = Open();
        foreach (var neighbour in kept.Take(5))
        {
            var found = await after.GetRequiredService<IMemory>().RecallAsync(new RecallRequest { Query = neighbour.Text[..25], IgnoreTime = true });
            Assert.Equal(neighbour.Id, found.Memories[0].Item.Id);
        }
    }

    [Fact]
    public async Task EraseAsync_MembersOfAGist_LeavesNoByteInGistOrJournal()
    {
        var secret = "zebrafinch";
        string[] ends = ["bluebirdoflongname", secret, "cardinal", "dove"];
        var words = string.Join(' ', Enumerable.Range(0, 12).Select(i => $"common{i:00}word"));
        Guid member;
        await using (var provider = Open())
        {
            var memory = provider.GetRequiredService<IMemory>();
            await memory.RememberAsync([.. ends.Select((end, i) => TestMemory.Note($"{words} {end}", $"2026-11-10T10:0{i}"))]);
            var step = Assert.Single((await memory.SweepAsync(new SweepOptions { DuplicateSimilarity = 0.5 })).Steps);
            var items = await memory.GetAsync(step.Items);
            member = items.Single(i => i.Text.Contains(secret, StringComparison.Ordinal)).Id;
            Assert.NotEqual(step.GistId, member);
            Assert.Equal(step.GistId, (await memory.RecallAsync(new RecallRequest { Query = secret + " common01word" })).Memories[0].Item.Id);
        }

        EraseReceipt receipt;
        await using (var provider = Open())
        {
            var maintenance = provider.GetRequiredService<IMemoryMaintenance>();
            var preview = await maintenance.PreviewEraseAsync(new EraseRequest { Ids = [member] });
            Assert.Equal((1, 1, 1), (preview.Items.Count, preview.Rewritten.Count, preview.JournalSteps));
            receipt = await maintenance.EraseAsync(preview.Token);
            Assert.Equal(3, Assert.Single((await provider.GetRequiredService<IMemory>().RecallAsync(new RecallRequest { Query = "common01word common02word" })).Memories).Item.Count);
        }

        Assert.Empty(receipt.Verify(Store, [secret, member.ToString(), member.ToString().ToUpperInvariant()]));
    }

    [Fact]
    public async Task Verify_KeptAsJson_NamesWhatChangedSince()
    {
        EraseReceipt receipt;
        await using (var provider = Open())
        {
            var memory = provider.GetRequiredService<IMemory>();
            var stored = await memory.RememberAsync([TestMemory.Note("one for good", "2026-11-10T10:00"), TestMemory.Note("two", "2026-11-10T10:00")]);
            var maintenance = provider.GetRequiredService<IMemoryMaintenance>();
            receipt = await maintenance.EraseAsync((await maintenance.PreviewEraseAsync(new EraseRequest { Ids = [stored[0].Id!.Value] })).Token);
            Assert.Throws<InvalidOperationException>(() => receipt.Verify(Store));
        }

        Assert.Contains("activations.db", receipt.Files.Select(f => f.Name));
        var kept = EraseReceipt.Parse(receipt.ToJson());
        Assert.Equal(receipt.ToJson(), kept.ToJson());
        Assert.Empty(kept.Verify(Store));

        await using (var provider = Open())
        {
            await provider.GetRequiredService<IMemory>().RememberAsync([TestMemory.Note("three for good", "2026-11-10T10:00")]);
        }

        var differences = kept.Verify(Store, ["for good", "absent"]);
        Assert.Contains(differences, d => d.StartsWith("store.db has changed", StringComparison.Ordinal));
        Assert.Contains("store.db holds word 1 as utf-8.", differences);
        Assert.DoesNotContain(differences, d => d.Contains("word 2", StringComparison.Ordinal));
        Assert.Throws<FormatException>(() => EraseReceipt.Parse("{}"));
        Assert.Throws<ArgumentException>(() => kept.Verify(Store, [""]));
    }

    private static string Word(Random random) => string.Concat(Enumerable.Range(0, 12).Select(_ => "bcdfghjklmnpqrtvwxz"[random.Next(19)]));

    private static IEnumerable<(byte[] Pattern, string What)> PatternsOf(MemoryItem item)
    {
        foreach (var word in item.Text.Split(' '))
        {
            yield return (Encoding.UTF8.GetBytes(word[..8]), "word");
            yield return (Encoding.Unicode.GetBytes(word[..8]), "word");
            yield return (Encoding.BigEndianUnicode.GetBytes(word[..8]), "word");
        }

        foreach (var text in new[] { item.Id.ToString(), item.Id.ToString().ToUpperInvariant(), item.Id.ToString("N") })
        {
            yield return (Encoding.UTF8.GetBytes(text), "id");
            yield return (Encoding.Unicode.GetBytes(text), "id");
        }

        yield return (item.Id.ToByteArray(), "id");
        yield return (item.Id.ToByteArray(bigEndian: true), "id");
        yield return (Encoding.UTF8.GetBytes(Storage.MemoryIdentity.HashContent(item.Text, default, null)), "hash");
        var vector = WordVectors.Encode(new TextContent(item.Text)).ToArray();
        var start = Array.FindIndex(vector, v => v != 0);
        yield return (MemoryMarshal.AsBytes<float>(vector.AsSpan(start, Math.Min(64, vector.Length - start))).ToArray(), "vector");
    }

    private HashSet<string> Traces(IReadOnlyList<MemoryItem> items)
    {
        var files = Directory.GetFiles(Store, "*", SearchOption.AllDirectories).Where(f => !f.EndsWith("store.lock", StringComparison.Ordinal)).Select(ReadShared).ToArray();
        return [.. items.SelectMany(PatternsOf).Where(p => files.Any(f => f.AsSpan().IndexOf(p.Pattern) >= 0)).Select(p => p.What)];
    }

    private static byte[] ReadShared(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private ServiceProvider Open() => new ServiceCollection()
        .AddSingleton<TimeProvider>(new FakeTimeProvider(TestMemory.At("2026-11-18T15:30")))
        .AddSingleton<IEarlyExitEncoder>(new WordEncoder())
        .AddReminisce(o => (o.StorePath, o.TimeZone) = (Store, TimeZoneInfo.Utc))
        .BuildServiceProvider();
}
