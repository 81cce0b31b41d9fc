using Microsoft.Extensions.VectorData;
using Reminisce.VectorData;

namespace CrashTests;

/// <summary>A bare store on a disk that fills up and grows again.</summary>
public sealed class StoreDiskFullTests
{
    private const int SmallKilobytes = 1_024;
    private const int LargeKilobytes = 64 * 1_024;
    private const int Most = 2_000;

    [SkippableFact]
    public async Task Upsert_DiskFull_SaysSoKeepsTheRestAndGoesOn()
    {
        using var disk = SmallDisk.TryMount(SmallKilobytes);
        Skip.If(disk is null, "A small disk can only be mounted by root on Linux.");
        var folder = Path.Combine(disk.Root, "store");
        var written = 0;
        using (var store = new UsearchVectorStore(folder))
        {
            var notes = store.GetCollection<int, StoredNote>(StoreWriter.Collection);
            await notes.EnsureCollectionExistsAsync();
            var error = await Assert.ThrowsAsync<VectorStoreException>(async () =>
            {
                for (; written < Most; written++)
                {
                    await notes.UpsertAsync(Note(written));
                }
            });
            Assert.Contains("disk is full", error.Message, StringComparison.Ordinal);
            Assert.Equal(("Upsert", StoreWriter.Collection), (error.OperationName, error.CollectionName));
            await AssertHoldsAsync(notes, written);

            // And in the same process, as soon as there is room.
            disk.Grow(LargeKilobytes);
            await notes.UpsertAsync(Note(written++));
            await AssertHoldsAsync(notes, written);
        }

        using var again = new UsearchVectorStore(folder);
        await AssertHoldsAsync(again.GetCollection<int, StoredNote>(StoreWriter.Collection), written);
    }

    [SkippableFact]
    public void Open_DiskFull_SaysSoAndWorksOnceThereIsRoom()
    {
        using var disk = SmallDisk.TryMount(4);
        Skip.If(disk is null, "A small disk can only be mounted by root on Linux.");
        var folder = Path.Combine(disk.Root, "store");
        var error = Assert.Throws<VectorStoreException>(() => new UsearchVectorStore(folder));
        Assert.Equal("Open", error.OperationName);
        Assert.DoesNotContain("open in process", error.Message, StringComparison.Ordinal);
        disk.Grow(LargeKilobytes);
        using var store = new UsearchVectorStore(folder);
    }

    private static StoredNote Note(int id) => new() { Id = id, Batch = id, Text = $"note{id} {new string('x', 2_000)}", Vector = [id, 1, 0, 0, 0, 0, 0, 1] };

    private static async Task AssertHoldsAsync(UsearchCollection<int, StoredNote> notes, int count)
    {
        var stored = await notes.GetAsync(note => true, int.MaxValue, new() { IncludeVectors = true }).OrderBy(note => note.Id).ToListAsync();
        Assert.Equal(Enumerable.Range(0, count).Select(id => Note(id).ToString()), stored.Select(note => note.ToString()));
        Assert.Equal(count, await notes.FullTextSearchAsync(new string('x', 2_000), int.MaxValue).CountAsync());
    }
}
