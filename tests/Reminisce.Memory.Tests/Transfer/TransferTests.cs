using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Reminisce.Memory.Tests.Fakes;
using Reminisce.Memory.Tests.Forgetting;

namespace Reminisce.Memory.Tests.Transfer;

public sealed class TransferTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("reminisce-export-").FullName;
    private readonly TestMemory _test = new();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task ImportAsync_OfAnExport_EveryRecordAndVectorIsAsBefore()
    {
        await FillAsync(_test);
        var report = await _test.Memory.ExportAsync(In("a"));
        Assert.Equal((_test.Index.Count, 1, 4), (report.Memories, report.MediaFiles, report.MediaMissing));
        var other = new TestMemory();
        var imported = await other.Memory.ImportAsync(In("a"));
        Assert.Equal((_test.Index.Count, 0, 0, 0, 0), (imported.Added, imported.Replaced, imported.Kept, imported.Encoded, imported.Failed.Count));
        Assert.Equal(_test.Index.Dump(), other.Index.Dump());
        Guid[] keys = [.. _test.Index.Dump().Keys];
        var (before, after) = (await _test.Index.GetVectorsAsync(keys, finish: false, default), await other.Index.GetVectorsAsync(keys, finish: false, default));
        Assert.All(keys, key => Assert.Equal(before[key].Vector.ToArray(), after[key].Vector.ToArray()));
    }

    [Fact]
    public async Task ExportAsync_Twice_GivesTheSameBytes()
    {
        await FillAsync(_test);
        var first = await _test.Memory.ExportAsync(In("a"));
        var second = await _test.Memory.ExportAsync(In("b"));
        var other = new TestMemory();
        await other.Memory.ImportAsync(In("b"));
        Directory.Move(In("b"), In("moved"));
        var third = await other.Memory.ExportAsync(In("c"));
        Assert.Equal(first.Sha256, second.Sha256);
        Assert.Equal(first.Sha256, third.Sha256);
        Assert.Equal(await File.ReadAllBytesAsync(first.File), await File.ReadAllBytesAsync(third.File));
        await Assert.ThrowsAsync<IOException>(() => _test.Memory.ExportAsync(In("a")));
    }

    [Fact]
    public async Task ExportAsync_ManyAtOneInstant_NoneIsMissed()
    {
        await _test.Memory.RememberAsync([.. Enumerable.Range(0, 600).Select(i => TestMemory.Note($"note number {i}", "2026-11-10T10:00")), TestMemory.Note("later", "2026-11-11T10:00")]);
        Assert.Equal(601, (await _test.Memory.ExportAsync(In("a"))).Memories);
        var other = new TestMemory();
        var progress = new List<int>();
        Assert.Equal(601, (await other.Memory.ImportAsync(In("a"), progress: new Reported(progress.Add))).Added);
        Assert.Equal((64, 601), (progress[0], progress[^1]));
    }

    [Fact]
    public async Task ImportAsync_IdsThatAreThere_AreKeptOrReplaced()
    {
        var id = await _test.AddAsync("a note", "2026-11-10T10:00");
        await _test.Memory.PinAsync(id);
        await _test.Memory.ExportAsync(In("a"));
        await _test.Memory.PinAsync(id, pinned: false);
        var added = await _test.AddAsync("another", "2026-11-10T10:00");
        var kept = await _test.Memory.ImportAsync(In("a"));
        Assert.Equal((0, 0, 1), (kept.Added, kept.Replaced, kept.Kept));
        Assert.False(Assert.Single(await _test.Memory.GetAsync([id])).Pinned);
        var replaced = await _test.Memory.ImportAsync(In("a"), new ImportOptions { Existing = ExistingMemory.Replace });
        Assert.Equal((0, 1, 0), (replaced.Added, replaced.Replaced, replaced.Kept));
        Assert.True(Assert.Single(await _test.Memory.GetAsync([id])).Pinned);
        Assert.Single(await _test.Memory.GetAsync([added]));
    }

    [Fact]
    public async Task ExportAsync_OneScope_LeavesTheOthersOut()
    {
        await _test.AddAsync("mine", "2026-11-10T10:00");
        var hers = await _test.AddAsync(TestMemory.Note("hers", "2026-11-10T10:00", new MemoryScope(User: "eve")));
        Assert.Equal(1, (await _test.Memory.ExportAsync(In("a"), new ExportOptions { Scope = new MemoryScope(User: "eve") })).Memories);
        var other = new TestMemory();
        await other.Memory.ImportAsync(In("a"));
        Assert.Equal([hers], other.Index.Dump().Keys);
    }

    [Fact]
    public async Task ImportAsync_WithAnotherEncoder_EmbedsAnewOrSaysWhatIsMissing()
    {
        await FillAsync(_test);
        await _test.Memory.ExportAsync(In("a"));
        var other = new TestMemory(new InMemoryIndex { EncoderFingerprint = "another" });
        var error = await Assert.ThrowsAsync<MemoryImportException>(() => other.Memory.ImportAsync(In("a")));
        Assert.Contains("nor a copy of its original", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, other.Index.Count);

        var (path, text) = (Path.Combine(_folder, "cat.png"), new TestMemory());
        await text.AddAsync("a note", "2026-11-10T10:00");
        await text.AddAsync(PictureOf(path));
        await text.Memory.ExportAsync(In("b"));
        File.Delete(path);
        var report = await other.Memory.ImportAsync(In("b"));
        Assert.Equal((2, 2), (report.Added, report.Encoded));
        Assert.Equal(text.Index.Dump(), other.Index.Dump());
        Assert.Equal(Modality.Picture, Assert.Single((await other.Memory.RecallAsync(new RecallRequest { Query = "sleeping cat" })).Memories).Item.Modality);
    }

    [Fact]
    public async Task ImportAsync_CutAnywhere_IsRefusedAndNothingIsStored()
    {
        await FillAsync(_test);
        var file = (await _test.Memory.ExportAsync(In("a"))).File;
        var whole = await File.ReadAllBytesAsync(file);
        var random = new Random(5);
        var ends = Enumerable.Range(0, whole.Length).Where(i => whole[i] == '\n').SelectMany(i => new[] { i - 1, i, i + 1 }).Where(i => i < whole.Length - 1);
        foreach (var length in ends.Concat(Enumerable.Range(0, 40).Select(_ => random.Next(whole.Length - 1))))
        {
            await File.WriteAllBytesAsync(file, whole[..length]);
            await AssertRefusedAsync($"cut at {length}");
        }

        for (var i = 0; i < 60; i++)
        {
            var (damaged, at) = ((byte[])whole.Clone(), random.Next(whole.Length - 1));
            damaged[at] ^= (byte)(1 << random.Next(8));
            await File.WriteAllBytesAsync(file, damaged);
            await AssertRefusedAsync($"bit flipped in byte {at}");
        }
    }

    [Theory]
    [InlineData("importance", "2", "importance")]
    [InlineData("id", "\"00000000-0000-0000-0000-000000000000\"", "id is empty")]
    [InlineData("trust", "7", "$.trust")]
    [InlineData("scope", "null", "no memory")]
    [InlineData("media", "\"media/../../secret\"", "original must lie")]
    [InlineData("vector", "{\"space\":\"words\",\"data\":\"AAA=\"}", "vector is none")]
    [InlineData("contentHash", null, "no memory")]
    public async Task ImportAsync_WrongValue_NamesTheLineAndStoresNothing(string property, string? value, string expected)
    {
        await _test.AddAsync("first", "2026-11-10T10:00");
        await _test.AddAsync("second", "2026-11-11T10:00");
        var file = (await _test.Memory.ExportAsync(In("a"))).File;
        var lines = await File.ReadAllLinesAsync(file);
        var memory = JsonNode.Parse(lines[2])!.AsObject();
        memory.Remove(property);
        if (value is not null)
        {
            memory[property] = JsonNode.Parse(value);
        }

        lines[2] = memory.ToJsonString();
        await File.WriteAllLinesAsync(file, lines);
        var other = new TestMemory();
        var error = await Assert.ThrowsAsync<MemoryImportException>(() => other.Memory.ImportAsync(In("a")));
        Assert.Equal(3, error.Line);
        Assert.StartsWith("Line 3: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.Equal(0, other.Index.Count);
    }

    [Theory]
    [InlineData("{\"format\":\"reminisce-memories\",\"version\":3,\"encoder\":\"x\"}", "version 3")]
    [InlineData("{\"format\":\"other\",\"version\":1,\"encoder\":\"x\"}", "no export")]
    [InlineData("hello", "no header")]
    [InlineData("", "empty")]
    public async Task ImportAsync_OtherHeader_IsRefused(string header, string expected)
    {
        Directory.CreateDirectory(In("a"));
        await File.WriteAllTextAsync(Path.Combine(In("a"), "memories.jsonl"), header + "\n");
        var error = await Assert.ThrowsAsync<MemoryImportException>(() => _test.Memory.ImportAsync(In("a")));
        Assert.Equal(1, error.Line);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ImportAsync_OriginalMissingOrChanged_IsRefused()
    {
        await _test.AddAsync(PictureOf(Path.Combine(_folder, "cat.png")));
        await _test.Memory.ExportAsync(In("a"));
        var copy = Assert.Single(Directory.GetFiles(Path.Combine(In("a"), "media")));
        await File.WriteAllTextAsync(copy, "another picture");
        await AssertRefusedAsync("changed");
        File.Delete(copy);
        await AssertRefusedAsync("missing");
    }

    [Fact]
    public async Task ImportAsync_FailsAtAnyWrite_IsCompletedByImportingAgain()
    {
        await _test.Memory.RememberAsync([.. Enumerable.Range(0, 200).Select(i => TestMemory.Note($"note number {i}", "2026-11-10T10:00"))]);
        await _test.Memory.ExportAsync(In("a"));
        for (var n = 0; n < 4; n++)
        {
            var other = new TestMemory();
            await other.Memory.GetStatisticsAsync();
            other.Index.WritesLeft = n;
            await Assert.ThrowsAsync<IOException>(() => other.Memory.ImportAsync(In("a")));
            Assert.Equal(n * 64, other.Index.Count);
            other.Index.WritesLeft = int.MaxValue;
            Assert.Equal((200 - (n * 64), n * 64), (await other.Memory.ImportAsync(In("a"))) is var r ? (r.Added, r.Kept) : default);
            Assert.Equal(_test.Index.Dump(), other.Index.Dump());
        }
    }

    [Fact]
    public async Task ExportImport_OverTheRealStore_RoundTrips()
    {
        ExportReport first;
        IReadOnlyList<MemoryItem> before;
        Guid[] ids;
        await using (var provider = Open("one"))
        {
            var memory = provider.GetRequiredService<IMemory>();
            ids = [.. (await memory.RememberAsync([.. Inputs(), .. SweepTests.Duplicates()])).Select(r => r.Id!.Value)];
            await memory.SweepAsync();
            await memory.ReinforceAsync(ids[..2]);
            before = await memory.GetAsync(ids);
            first = await provider.GetRequiredService<IMemoryMaintenance>().ExportAsync(In("a"));
        }

        await using var second = Open("two");
        var maintenance = second.GetRequiredService<IMemoryMaintenance>();
        Assert.Equal((ids.Length, 0), (await maintenance.ImportAsync(In("a"))) is var r ? (r.Added, r.Encoded) : default);
        Assert.Equivalent(before, await second.GetRequiredService<IMemory>().GetAsync(ids), strict: true);
        Assert.Equal(first.Sha256, (await maintenance.ExportAsync(In("b"))).Sha256);
        Assert.Equal(3, Assert.Single((await second.GetRequiredService<IMemory>().RecallAsync(new RecallRequest { Query = "dashboard sales" })).Memories).Item.Count);
    }

    private static MemoryInput[] Inputs() =>
    [
        new()
        {
            Text = "Quotes \" ' \\ / \u2028\u2029\u0085 \r\n tab\t, \u0001, e\u0301 vs \u00e9, \ud83d\udc69\u200d\ud83d\ude80, \u202eright to left, \ufeff, <b>&amp;</b>, \u4e2d\u6587",
            OccurredAt = new DateTimeOffset(2026, 3, 1, 23, 59, 59, TimeSpan.FromMinutes(-210)).AddTicks(1234567),
            Source = "notes \u00e4",
            Trust = TrustTier.ThirdParty,
            Scope = new MemoryScope("app", "agent", "Zo\u00eb", "s/1"),
            Cues = new MemoryCues { Place = "Caf\u00e9", App = "Mail", People = ["Anna", ""], Tags = ["a,b", "\"c\""] },
            Importance = 0.1 + 0.2,
        },
        new() { Text = "the year one", OccurredAt = new DateTimeOffset(1, 1, 2, 0, 0, 0, TimeSpan.FromHours(14)) },
        new() { Text = "what happened yesterday", OccurredAt = new DateTimeOffset(2026, 11, 10, 12, 0, 0, TimeSpan.Zero) },
    ];

    private static MemoryInput PictureOf(string path)
    {
        File.WriteAllText(path, "sleeping cat");
        return new() { Media = Encoding.UTF8.GetBytes("sleeping cat"), MediaType = "image/png", MediaReference = path, OccurredAt = TestMemory.At("2026-11-12T10:00") };
    }

    private async Task FillAsync(TestMemory test)
    {
        await test.Memory.RememberAsync([.. Inputs(), .. SweepTests.Duplicates()]);
        await test.AddAsync(PictureOf(Path.Combine(_folder, "cat.png")));
        var changed = PictureOf(Path.Combine(_folder, "changed.png"));
        await test.AddAsync(new MemoryInput { Text = "changed since", Media = changed.Media, MediaType = "image/png", MediaReference = changed.MediaReference });
        File.WriteAllText(changed.MediaReference!, "another picture");
        await test.AddAsync(new MemoryInput { Text = "gone", Media = changed.Media, MediaType = "image/png", MediaReference = Path.Combine(_folder, "gone.png") });
        await test.AddAsync(new MemoryInput { Text = "on the web", Media = changed.Media, MediaType = "image/png", MediaReference = "https://example.org/a.png" });
        var (weak, used) = (await test.AddAsync("weak", "2015-01-01T10:00"), await test.AddAsync("used", "2026-11-01T10:00"));
        await test.Memory.SweepAsync();
        await test.Memory.PinAsync(used);
        await test.Memory.SuppressAsync(weak);
        for (var i = 0; i < 10; i++)
        {
            test.Clock.Advance(TimeSpan.FromMinutes(1));
            await test.Memory.ReinforceAsync([used]);
        }
    }

    private async Task AssertRefusedAsync(string what)
    {
        var other = new TestMemory();
        var error = await Record.ExceptionAsync(() => other.Memory.ImportAsync(In("a")));
        Assert.True(error is MemoryImportException, $"{what}: {error}");
        Assert.True(other.Index.Count == 0, what);
    }

    private string In(string name) => Path.Combine(_folder, name);

    private ServiceProvider Open(string name) => new ServiceCollection()
        .AddSingleton<TimeProvider>(new FakeTimeProvider(TestMemory.At("2026-11-18T15:30")))
        .AddSingleton<IEarlyExitEncoder>(new WordEncoder())
        .AddReminisce(o => (o.StorePath, o.TimeZone) = (In(name), TimeZoneInfo.Utc))
        .BuildServiceProvider();

    /// <summary>Reports at once, on the caller's thread.</summary>
    private sealed class Reported(Action<int> report) : IProgress<int>
    {
        public void Report(int value) => report(value);
    }
}
