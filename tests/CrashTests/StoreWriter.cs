using Reminisce.VectorData;

namespace CrashTests;

/// <summary>What the child does: batch after batch, each acknowledged in a line once its task has completed.</summary>
internal static class StoreWriter
{
    public const string Collection = "notes";

    /// <summary>No more than this, should nobody kill it.</summary>
    private const int LastBatch = 100_000;

    public static async Task RunAsync(string folder, int seed, int first, TextWriter output)
    {
        using var store = new UsearchVectorStore(folder);
        var notes = store.GetCollection<int, StoredNote>(Collection);
        await notes.EnsureCollectionExistsAsync();
        for (var number = first; number < LastBatch; number++)
        {
            var batch = StoreBatch.Create(seed, number);
            if (batch.Upserts.Count > 0)
            {
                await notes.UpsertAsync(batch.Upserts);
            }
            else
            {
                await notes.DeleteAsync(batch.Deletes);
            }

            await output.WriteLineAsync(number.ToString(System.Globalization.CultureInfo.InvariantCulture));
            await output.FlushAsync();

            // A search begins the graph; a scrub deletes it again.
            _ = await notes.SearchAsync(StoreBatch.Create(seed, 0).Upserts[0].Vector, 1).ToListAsync();
            if (batch.Scrubs)
            {
                await store.ScrubAsync();
            }
        }
    }
}
