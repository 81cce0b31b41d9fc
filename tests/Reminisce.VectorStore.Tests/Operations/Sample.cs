using Microsoft.Extensions.VectorData;
using Reminisce.VectorData.Tests.Usearch;
using Record = System.Collections.Generic.Dictionary<string, object?>;

namespace Reminisce.VectorData.Tests.Operations;

/// <summary>A collection with a key, a text, and a vector that gets a graph.</summary>
internal static class Sample
{
    public const int Dimensions = 16;

    /// <summary>More vectors than are searched without a graph.</summary>
    public const int Large = 5000;

    public static VectorStoreCollectionDefinition Definition { get; } = new()
    {
        Properties =
        [
            new VectorStoreKeyProperty("Key", typeof(string)),
            new VectorStoreDataProperty("Text", typeof(string)) { IsFullTextIndexed = true, IsIndexed = true },
            new VectorStoreDataProperty("Tags", typeof(string[])),
            new VectorStoreVectorProperty("V", typeof(float[]), Dimensions) { IndexKind = IndexKind.Hnsw, DistanceFunction = DistanceFunction.EuclideanSquaredDistance },
        ],
    };

    public static async Task<UsearchDynamicCollection> FillAsync(UsearchVectorStore store, int count, string name = "c", int seed = 5)
    {
        var records = store.GetDynamicCollection(name, Definition);
        await records.EnsureCollectionExistsAsync();
        var random = new Random(seed);
        await records.UpsertAsync(Enumerable.Range(1, count).Select(i => Create(i, random)));
        return records;
    }

    public static Record Create(int number, Random random) => new()
    {
        ["Key"] = $"key-{number:00000}",
        ["Text"] = $"text number{number} about {Word(random)} and {Word(random)}",
        ["Tags"] = new[] { Word(random), $"tag{number}" },
        ["V"] = NoteSamples.Vector(random, Dimensions),
    };

    public static string Describe(Record record)
        => $"{record["Key"]}|{record["Text"]}|{string.Join(',', (string[])record["Tags"]!)}|{(record["V"] is float[] vector ? string.Join(',', vector) : "none")}";

    /// <summary>Every record with its vector, in the order of the keys.</summary>
    public static async Task<List<string>> ReadAllAsync(UsearchDynamicCollection records)
        => [.. (await records.GetAsync(r => (string)r["Key"]! != "", int.MaxValue, new() { IncludeVectors = true }).ToListAsync()).Select(Describe).Order(StringComparer.Ordinal)];

    /// <summary>Runs SQL behind the back of a closed store.</summary>
    public static void Execute(TempFolder folder, string sql)
    {
        using var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={folder.File("store.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static string Word(Random random) => string.Concat(Enumerable.Range(0, 10).Select(_ => "bcdfghjklmnpqrtvwxz"[random.Next(19)]));
}
