using Reminisce.VectorData.Tests.Usearch;

namespace Reminisce.VectorData.Tests.Crash;

/// <summary>A short life of a store with every kind of change in it, the same each time.</summary>
internal static class Workload
{
    public const string Notes = "notes";
    public const string Other = "other";

    /// <summary>The words that the texts are made of.</summary>
    public static IReadOnlyList<string> Words { get; } = ["harbour", "bread", "violin", "garden", "train", Secret];

    /// <summary>A word of records that are deleted before the first scrub and never come back.</summary>
    public const string Secret = "zanzibar";

    /// <summary>Gets the vector of the deleted records, of length 1: graphs hold its very bits, so that it can be looked for in graphs too.</summary>
    public static float[] SecretVector { get; } = [0.5f, -0.5f, 0.5f, -0.5f];

    public static IReadOnlyList<WorkStep> Steps { get; } = Create();

    /// <summary>Gets the number of the first step after which nothing of the secret may be left.</summary>
    public static int Scrubbed { get; } = Steps.Index().First(step => step.Item.Operation == "Scrub").Index;

    private static List<WorkStep> Create()
    {
        var random = new Random(20261122);
        var long0 = string.Concat(Enumerable.Repeat("bread garden ", 2000));
        return
        [
            Ensure(Notes, false),
            Upsert(Notes, false, [.. Enumerable.Range(1, 8).Select(Next), Hidden(20), Hidden(21)]),
            Upsert(Notes, false, [Next(9)]),
            Graph(Notes),
            Upsert(Notes, false, [Next(2), Next(3), Next(10) with { A = null }, Next(11) with { Text = long0 }]),
            Delete(Notes, 1, 5, 20),
            Reopen(),
            Graph(Notes),
            Upsert(Notes, false, [Hidden(22)]),
            DeleteWhere(Notes, 17),
            Upsert(Notes, false, [Next(4) with { A = null }, Next(12), Next(12)]),
            Scrub(),
            Ensure(Other, false),
            Upsert(Other, false, [Next(1), Next(2), Next(3)]),
            Graph(Other),
            Ensure(Notes, true),
            Upsert(Notes, true, [Next(13) with { Extra = "violin train" }, Next(6) with { Extra = "harbour" }, Next(11)]),
            Graph(Notes),
            Delete(Notes, 2),
            Drop(Other),
            Upsert(Notes, true, [.. Enumerable.Range(14, 6).Select(Next)]),
            Reopen(),
            Scrub(),
            Delete(Notes, 14, 15, 16),
        ];

        Entry Next(int key) => new(
            key,
            $"{Words[random.Next(5)]} {Words[random.Next(5)]} {key}",
            random.Next(0, 10),
            NoteSamples.Vector(random, 4),
            random.Next(4) == 0 ? null : NoteSamples.Vector(random, 3));

        static Entry Hidden(int key) => new(key, $"{Secret} {key}", 17, SecretVector, null);
    }

    private static WorkStep Ensure(string name, bool withExtra) => new(
        "EnsureCollectionExists", name, session => session.Collection(name, withExtra).EnsureCollectionExistsAsync(), model => model.Ensure(name, withExtra));

    private static WorkStep Upsert(string name, bool withExtra, Entry[] entries) => new(
        "Upsert", name, session => session.Collection(name, withExtra).UpsertAsync(entries.Select(entry => entry.ToRecord(withExtra))), model => model.Upsert(name, entries));

    private static WorkStep Delete(string name, params int[] keys) => new(
        "Delete", name, session => session.Collection(name, false).DeleteAsync(keys.Cast<object>()), model => model.Delete(name, entry => keys.Contains(entry.Key)));

    private static WorkStep DeleteWhere(string name, int number) => new(
        "DeleteFiltered",
        name,
        session => session.Collection(name, false).DeleteAsync(record => (int)record["Number"]! == number),
        model => model.Delete(name, entry => entry.Number == number));

    private static WorkStep Scrub() => new("Scrub", null, session => session.Store.ScrubAsync(), model => model);

    private static WorkStep Drop(string name) => new(
        "EnsureCollectionDeleted", name, session => session.Store.EnsureCollectionDeletedAsync(name), model => model.Drop(name));

    private static WorkStep Graph(string name) => new("Search", name, session => session.LoadGraphAsync(name), model => model);

    private static WorkStep Reopen() => new(
        "Open",
        null,
        session =>
        {
            session.Reopen();
            return Task.CompletedTask;
        },
        model => model);
}
