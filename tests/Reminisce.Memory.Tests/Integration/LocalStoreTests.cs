using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Microsoft.Extensions.VectorData;
using Reminisce.Memory.Storage;
using Reminisce.Memory.Tests.Fakes;
using Reminisce.Memory.Tests.Forgetting;
using Reminisce.Memory.Tests.Records;
using Reminisce.VectorData;

namespace Reminisce.Memory.Tests.Integration;

/// <summary>The memory as an application gets it: real SQLite and index, coarse-to-fine store, a stand-in for the model.</summary>
public sealed class LocalStoreTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("reminisce-memory-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task AddReminisce_RememberRestartRecall_FindsWithProvenance()
    {
        await using (var first = Open())
        {
            var results = await first.GetRequiredService<IMemory>().RememberAsync(
            [
                TestMemory.Note("Receipt of the bakery for two rolls", "2026-11-10T09:00"),
                TestMemory.Note("Visited the museum with Anna", "2026-11-11T14:00"),
                TestMemory.Picture("brown dog running", "2026-11-12T14:00"),
                TestMemory.Picture(WordVectors.Undecodable, "2026-11-12T15:00"),
                TestMemory.Note("Planned the week", "2026-11-16T08:00"),
            ]);
            Assert.Equal([true, true, true, false, true], results.Select(r => r.Outcome == RememberOutcome.Stored));
        }

        await using var second = Open();
        var memory = second.GetRequiredService<IMemory>();
        var lastWeek = await memory.RecallAsync(new RecallRequest { Query = "what did I see last week" });
        Assert.Equal(["Receipt of the bakery for two rolls", "Visited the museum with Anna", ""], lastWeek.Memories.Select(m => m.Item.Text));
        Assert.Equal("Receipt of the bakery for two rolls", Assert.Single((await memory.RecallAsync(new RecallRequest { Query = "my receipts last week" })).Memories).Item.Text);
        Assert.Equal(Modality.Picture, Assert.Single((await memory.RecallAsync(new RecallRequest { Query = "a brown dog" })).Memories).Item.Modality);
        var absent = await memory.RecallAsync(new RecallRequest { Query = "elephant in the museum" });
        Assert.True(absent.IsEmpty);
        Assert.Contains("museum", absent.Hint, StringComparison.Ordinal);
        Assert.IsType<ReminisceVectorStore>(second.GetRequiredService<VectorStore>());
    }

    [Fact]
    public async Task SweepUndoForget_OverTheRealStore_AsOverTheFake()
    {
        await using var provider = Open();
        var memory = provider.GetRequiredService<IMemory>();
        var stored = await memory.RememberAsync([.. SweepTests.Duplicates(), TestMemory.Note("weak", "2015-01-01T10:00")]);
        Guid[] ids = [.. stored.Select(r => r.Id!.Value)];
        var before = await memory.GetAsync(ids);

        var report = await memory.SweepAsync();
        Assert.Equal((5, 2), (report.ItemsBefore, report.ItemsAfter));
        Assert.Equal((2L, 3L), ((await memory.GetStatisticsAsync()).Items, (await memory.GetStatisticsAsync()).Cold));
        Assert.Equal(3, Assert.Single((await memory.RecallAsync(new RecallRequest { Query = "sales" })).Memories).Item.Count);

        Assert.Equal(4, await memory.UndoAsync(report.Id!.Value));
        Assert.Equivalent(before, await memory.GetAsync(ids), strict: true);

        Assert.True(await memory.PinAsync(ids[0]));
        var preview = await memory.PreviewForgetAsync([ids[1]]);
        Assert.Equal([ids[1]], await memory.ForgetAsync(preview.Token));
        Assert.Empty(await memory.GetAsync([ids[1]]));
        Assert.True(Assert.Single(await memory.GetAsync([ids[0]])).Pinned);
        Assert.True((await memory.GetStatisticsAsync()).TotalBytes > 0);
    }

    [Fact]
    public async Task RememberAsync_TwiceAcrossARestart_AddsNothing()
    {
        var inputs = Enumerable.Range(0, 100).Select(i => TestMemory.Note($"note number {i}", "2026-11-10T09:00")).ToArray();
        await using (var first = Open())
        {
            Assert.All(await first.GetRequiredService<IMemory>().RememberAsync(inputs), r => Assert.Equal(RememberOutcome.Stored, r.Outcome));
        }

        await using var second = Open();
        Assert.All(await second.GetRequiredService<IMemory>().RememberAsync(inputs), r => Assert.Equal(RememberOutcome.Duplicate, r.Outcome));
        Assert.Equal(100, (await second.GetRequiredService<IMemory>().GetStatisticsAsync()).Items);
    }

    [Fact]
    public async Task Open_StoreOfBeforeEpisodesAndThumbnails_TakesThemFromThenOn()
    {
        string[] later = [nameof(MemoryRecord.EpisodeId), nameof(MemoryRecord.Part), nameof(MemoryRecord.Supersedes)];
        await using (var old = Open())
        {
            var definition = MemorySchema.Memories(256, new WordEncoder().AsEmbeddingGenerator());
            foreach (var property in definition.Properties.Where(p => later.Contains(p.Name)).ToArray())
            {
                definition.Properties.Remove(property);
            }

            using var collection = old.GetRequiredService<ReminisceVectorStore>().GetCollection<Guid, MemoryRecord>(MemorySchema.MemoryCollection, definition);
            await collection.EnsureCollectionExistsAsync();
            await collection.UpsertAsync(new MemoryRecord { Key = Guid.CreateVersion7(TestMemory.At("2026-10-01T10:00")), Text = "an old note on rowing", Words = "an old note on rowing", ContentHash = "0", Content = new TextContent("an old note on rowing"), OccurredAt = TestMemory.At("2026-10-01T10:00").UtcTicks });
        }

        await using var provider = Open();
        var memory = provider.GetRequiredService<IMemory>();
        var found = Assert.Single((await memory.RecallAsync(new RecallRequest { Query = "note on rowing" })).Memories).Item;
        Assert.Equal((null, null), (found.EpisodeId, found.Supersedes));
        await memory.RememberAsync(EpisodeTests.Party());
        Assert.Equal(3, Assert.Single((await memory.RecallAsync(new RecallRequest { Query = "birthday garden" })).Memories).Parts.Count);
    }

    [Fact]
    public async Task EpisodeThumbnailAndSupersession_OverTheRealStore_AsOverTheFake()
    {
        var png = Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");
        var at = TestMemory.At("2026-11-10T09:00");
        IReadOnlyList<RememberResult> results;
        byte[] thumbnail;
        await using (var provider = Open())
        {
            var memory = provider.GetRequiredService<IMemory>();
            results = await memory.RememberAsync(
            [
                new MemoryInput { Text = "Rex in the park", OccurredAt = at, Episode = "walk" },
                new MemoryInput { Media = png, MediaType = "image/png", OccurredAt = at, Episode = "walk" },
            ]);
            Assert.All(results, r => Assert.Equal(RememberOutcome.Stored, r.Outcome));
            Assert.Equal(2, Assert.Single((await memory.RecallAsync(new RecallRequest { Query = "Rex" })).Memories).Parts.Count);
            thumbnail = (await memory.GetThumbnailAsync(results[1].Id!.Value))!.Value.ToArray();
            Assert.Equal([0xFF, 0xD8], thumbnail[..2]);
            await memory.RememberAsync([new MemoryInput { Text = "It was Bello, not the other", OccurredAt = at.AddDays(1), Supersedes = results[0].Id }]);
            Assert.Equal("It was Bello, not the other", Assert.Single((await memory.RecallAsync(new RecallRequest { Query = "Rex" })).Memories).Item.Text);
        }

        Assert.True(IsInAFile(thumbnail.AsMemory(100, 60)));
        await using (var provider = Open())
        {
            var maintenance = provider.GetRequiredService<IMemoryMaintenance>();
            await maintenance.EraseAsync((await maintenance.PreviewEraseAsync(new EraseRequest { Ids = [results[0].Id!.Value, results[1].Id!.Value] })).Token);
        }

        Assert.False(IsInAFile(thumbnail.AsMemory(100, 60)));
        Assert.False(IsInAFile(System.Text.Encoding.UTF8.GetBytes(results[0].Id!.Value.ToString())));
    }

    [Fact]
    public async Task Consolidator_FromTheContainer_StoresWhatWasPerceivedAtTheLatestWhenItCloses()
    {
        await using (var provider = Open())
        {
            Assert.Equal(SensoryOutcome.Held, provider.GetRequiredService<Consolidator>().Perceive(new MemoryInput { Text = "a passing thought" }));
        }

        await using var again = Open();
        Assert.Single((await again.GetRequiredService<IMemory>().RecallAsync(new RecallRequest { Query = "passing thought" })).Memories);
    }

    [Fact]
    public async Task AddReminisce_WithoutStorePath_SaysWhatToSet()
    {
        await using var provider = new ServiceCollection().AddReminisce(o => o.StorePath = " ").BuildServiceProvider();
        var error = Assert.Throws<Microsoft.Extensions.Options.OptionsValidationException>(() => provider.GetRequiredService<IMemory>());
        Assert.Contains("StorePath", error.Message, StringComparison.Ordinal);
    }

    private bool IsInAFile(ReadOnlyMemory<byte> bytes) =>
        Directory.GetFiles(_folder, "*", SearchOption.AllDirectories).Any(file => File.ReadAllBytes(file).AsSpan().IndexOf(bytes.Span) >= 0);

    private ServiceProvider Open()
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
        return new ServiceCollection()
            .AddSingleton<TimeProvider>(new FakeTimeProvider(TestMemory.At("2026-11-18T15:30")))
            .AddSingleton<IEarlyExitEncoder>(new WordEncoder())
            .AddReminisce(o => (o.StorePath, o.TimeZone) = (Path.Combine(_folder, "store"), zone))
            .BuildServiceProvider();
    }
}
