using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Reminisce.Memory.Tests.Fakes;
using Reminisce.VectorData;

namespace Reminisce.Memory.Tests.Integration;

/// <summary>Memories whose activations were evicted, finished from what the memory still has of their content.</summary>
public sealed class ContentSourceTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("reminisce-source-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task RecallAsync_ActivationsEvicted_FinishesTextsAndUnchangedFilesAlone()
    {
        await using var provider = Open();
        var memory = provider.GetRequiredService<IMemory>();
        var results = await memory.RememberAsync(
        [
            TestMemory.Note("brown bread of the bakery", "2026-11-10T09:00"),
            Picture("brown dog running", "same.png"),
            Picture("brown dog sleeping", "changed.png"),
            Picture("brown dog barking", "deleted.png"),
            TestMemory.Picture("brown dog eating", "2026-11-12T14:00"),
        ]);
        Assert.All(results, r => Assert.Equal(RememberOutcome.Stored, r.Outcome));
        Assert.Equal(5, (await memory.GetStatisticsAsync()).Coarse);
        await File.WriteAllTextAsync(Path.Combine(_folder, "changed.png"), "white cat");
        File.Delete(Path.Combine(_folder, "deleted.png"));
        await ((SqliteActivationStore)provider.GetRequiredService<IActivationStore>()).RemoveByPrefixAsync("memories");

        // The note and one picture; another file shows something else, one is gone, and one picture never had a file.
        await memory.RecallAsync(new RecallRequest { Query = "brown dog" });
        Assert.Equal(3, (await memory.GetStatisticsAsync()).Coarse);

        await File.WriteAllTextAsync(Path.Combine(_folder, "changed.png"), "brown dog sleeping");
        var found = await memory.RecallAsync(new RecallRequest { Query = "brown dog" });
        Assert.Equal(2, (await memory.GetStatisticsAsync()).Coarse);
        Assert.Equal(4, found.Memories.Count(m => m.Item.Modality == Modality.Picture));
    }

    [Fact]
    public async Task RecallAsync_RealEncoderAndActivationsEvicted_FinishesFromTheTexts()
    {
        await using var provider = new ServiceCollection()
            .AddReminisce(o => (o.StorePath, o.PackPath, o.TimeZone) = (Path.Combine(_folder, "store"), Pack(), TimeZoneInfo.Utc))
            .BuildServiceProvider();
        var memory = provider.GetRequiredService<IMemory>();
        await memory.RememberAsync([.. Enumerable.Range(0, 8).Select(i => TestMemory.Note($"a brown dog number {i} runs over the grass", "2026-11-10T09:00"))]);
        Assert.True((await memory.GetStatisticsAsync()).Coarse > 0, "nothing stopped early");
        await ((SqliteActivationStore)provider.GetRequiredService<IActivationStore>()).RemoveByPrefixAsync("memories");

        await memory.RecallAsync(new RecallRequest { Query = "brown dog" });

        Assert.Equal(0, (await memory.GetStatisticsAsync()).Coarse);
    }

    private static string Pack()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Reminisce.sln")))
        {
            folder = folder.Parent;
        }

        return Path.Combine(folder?.FullName ?? throw new InvalidOperationException("Run the tests from a checkout."), "models", "reminisce-mini");
    }

    private MemoryInput Picture(string shows, string file)
    {
        var input = TestMemory.Picture(shows, "2026-11-12T14:00");
        input.MediaReference = Path.Combine(_folder, file);
        File.WriteAllBytes(input.MediaReference, input.Media.ToArray());
        return input;
    }

    private ServiceProvider Open() => new ServiceCollection()
        .AddSingleton<TimeProvider>(new FakeTimeProvider(TestMemory.At("2026-11-18T15:30")))
        .AddSingleton<IEarlyExitEncoder>(new WordEncoder())
        .AddReminisce(o => (o.StorePath, o.TimeZone) = (Path.Combine(_folder, "store"), TimeZoneInfo.Utc))
        .BuildServiceProvider();
}
