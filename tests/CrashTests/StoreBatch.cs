namespace CrashTests;

/// <summary>The n-th change of a store's life, the same for the same seed in the child that makes it and in the parent that checks it.</summary>
internal sealed record StoreBatch(IReadOnlyList<StoredNote> Upserts, IReadOnlyList<int> Deletes, bool Scrubs)
{
    /// <summary>Enough records for a graph, so that kills meet its building and saving too.</summary>
    private const int FirstBatch = 5_000;

    private const int Keys = 5_100;

    public static StoreBatch Create(int seed, int number)
    {
        var random = new Random((seed * 100_003) + number);
        if (number == 0)
        {
            return new StoreBatch([.. Enumerable.Range(0, FirstBatch).Select(id => Note(id, number, random))], [], false);
        }

        // Either kind of change is one call, and therefore one transaction.
        return number % 3 == 0
            ? new StoreBatch([], [.. Enumerable.Range(0, random.Next(1, 10)).Select(_ => random.Next(Keys))], number % 12 == 0)
            : new StoreBatch([.. Enumerable.Range(0, random.Next(1, 30)).Select(_ => random.Next(Keys)).Distinct().Select(id => Note(id, number, random))], [], false);
    }

    public void ApplyTo(Dictionary<int, StoredNote> notes)
    {
        foreach (var note in Upserts)
        {
            notes[note.Id] = note;
        }

        foreach (var id in Deletes)
        {
            notes.Remove(id);
        }
    }

    private static StoredNote Note(int id, int batch, Random random) => new()
    {
        Id = id,
        Batch = batch,
        Text = $"note{id} batch{batch} {(random.Next(2) == 0 ? "harbour" : "garden")}",
        Vector = [.. Enumerable.Range(0, 8).Select(_ => (float)((random.NextDouble() * 2) - 1))],
    };
}
