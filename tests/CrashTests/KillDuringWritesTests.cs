using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.VectorData;
using Reminisce.VectorData;
using Xunit.Abstractions;

namespace CrashTests;

/// <summary>
/// Kills a process that writes to a bare store and checks that every acknowledged batch is there and the one under way whole or absent.
/// REMINISCE_CRASH_KILLS sets the number of kills (default 4), REMINISCE_CRASH_SEED the seed (default 1).
/// </summary>
public sealed class KillDuringWritesTests(ITestOutputHelper output) : IDisposable
{
    private const int Sample = 25;

    private readonly string _root = Directory.CreateTempSubdirectory("reminisce-kill-").FullName;

    [Fact]
    public async Task Writes_KilledAtRandomMoments_KeepEveryAcknowledgedBatch()
    {
        var (kills, seed) = (CrashSetting.Read("REMINISCE_CRASH_KILLS", 4), CrashSetting.Read("REMINISCE_CRASH_SEED", 1));
        output.WriteLine($"seed {seed}, {kills} kills");
        var random = new Random(seed);
        var expected = new Dictionary<int, StoredNote>();
        var next = 0;
        for (var kill = 1; kill <= kills; kill++)
        {
            var (batches, delay) = (random.Next(1, 40), random.Next(0, 60));
            var acknowledged = await RunAndKillAsync(seed, next, next + batches, delay, tries: kill == 1);
            for (; next <= acknowledged; next++)
            {
                StoreBatch.Create(seed, next).ApplyTo(expected);
            }

            using var store = new UsearchVectorStore(_root);
            var notes = store.GetCollection<int, StoredNote>(StoreWriter.Collection);
            var stored = Write(await notes.GetAsync(note => true, int.MaxValue, new() { IncludeVectors = true }).ToListAsync());
            if (stored != Write(expected.Values))
            {
                // The batch under way was committed, only not acknowledged any more.
                StoreBatch.Create(seed, next++).ApplyTo(expected);
                Assert.True(stored == Write(expected.Values), $"kill {kill}: the store holds neither batch {next - 2} nor batch {next - 1}");
            }

            output.WriteLine($"kill {kill}: {batches} batches and {delay} ms later; acknowledged up to {acknowledged}, stored up to {next - 1}");
            await AssertFoundAsync(notes, expected, random);
        }
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private static string Write(IEnumerable<StoredNote> notes) => string.Join('\n', notes.OrderBy(note => note.Id));

    /// <summary>Words and vectors lead to the very records that were written.</summary>
    private static async Task AssertFoundAsync(UsearchCollection<int, StoredNote> notes, Dictionary<int, StoredNote> expected, Random random)
    {
        Assert.Equal(expected.Count, await notes.CountAsync());
        foreach (var note in expected.Values.OrderBy(note => note.Id).Chunk(Math.Max(1, expected.Count / Sample)).Select(chunk => chunk[random.Next(chunk.Length)]))
        {
            var nearest = await notes.SearchAsync(note.Vector, 1, new() { IncludeVectors = true }).SingleAsync();
            Assert.Equal(note.ToString(), nearest.Record.ToString());
            Assert.Equal([note.Id], await notes.FullTextSearchAsync($"note{note.Id}", 5).Select(found => found.Record.Id).ToListAsync());
        }
    }

    private async Task<int> RunAndKillAsync(int seed, int first, int killAfter, int delay, bool tries)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true };
        string[] arguments = [typeof(Program).Assembly.Location, Program.WriteMode, _root, seed.ToString(CultureInfo.InvariantCulture), first.ToString(CultureInfo.InvariantCulture)];
        Array.ForEach(arguments, start.ArgumentList.Add);
        using var child = Process.Start(start)!;
        var acknowledged = first - 1;
        while (await child.StandardOutput.ReadLineAsync() is { } line)
        {
            acknowledged = int.Parse(line, CultureInfo.InvariantCulture);
            if (acknowledged == first && tries)
            {
                AssertSecondWriterIsRefused(child.Id);
            }

            if (acknowledged == killAfter)
            {
                await Task.Delay(delay);
                child.Kill();
            }
        }

        await child.WaitForExitAsync();
        Assert.True(acknowledged >= killAfter, $"the child ended by itself with exit code {child.ExitCode}");
        return acknowledged;
    }

    private void AssertSecondWriterIsRefused(int child)
    {
        var error = Assert.Throws<VectorStoreException>(() => new UsearchVectorStore(_root));
        Assert.Contains($"open in process {child}:", error.Message, StringComparison.Ordinal);
        using var reading = new UsearchVectorStore(_root, new() { ReadOnly = true });
        Assert.True(reading.CollectionExistsAsync(StoreWriter.Collection).GetAwaiter().GetResult());
    }
}
