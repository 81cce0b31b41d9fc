using System.Collections.Immutable;
using System.Numerics.Tensors;
using Microsoft.Data.Sqlite;
using Reminisce.VectorData.Tests.Usearch;
using Record = System.Collections.Generic.Dictionary<string, object?>;

namespace Reminisce.VectorData.Tests.Crash;

/// <summary>Reads a whole store by its public surface and holds every part of it against every other.</summary>
internal static class StoreCheck
{
    private const int All = 1000;

    /// <summary>Reads every record with its vectors.</summary>
    public static async Task<StoreModel> ReadAsync(UsearchVectorStore store)
    {
        var collections = StoreModel.Empty.Collections;
        foreach (var name in await store.ListCollectionNamesAsync().ToListAsync())
        {
            var hasExtra = (await store.Engine.FindAsync(name, default))!.Find("Extra") is not null;
            var records = store.GetDynamicCollection(name, Entry.Definition(hasExtra));
            var rows = await records.GetAsync(record => true, All, new() { IncludeVectors = true }).Select(Entry.From).ToListAsync();
            collections = collections.Add(name, new CollectionModel(hasExtra, rows.ToImmutableSortedDictionary(row => row.Key, row => row)));
        }

        return new StoreModel(collections);
    }

    /// <summary>Asserts that words, vectors and graph say the same as the records, and that SQLite finds no fault.</summary>
    public static async Task AssertAgreesAsync(UsearchVectorStore store, StoreModel model, bool withGraph)
    {
        foreach (var (name, collection) in model.Collections)
        {
            var records = store.GetDynamicCollection(name, Entry.Definition(collection.HasExtra));
            Assert.Equal(collection.Rows.Count, await records.CountAsync());
            foreach (var word in Workload.Words)
            {
                await AssertWordAsync(records, collection, word);
            }

            if (withGraph)
            {
                await Search.SmallGraph.LoadAsync(store, name, "A");
            }

            await AssertNearestAsync(records, collection, "A", top: 3);
            await AssertNearestAsync(records, collection, "A", top: All);
            await AssertNearestAsync(records, collection, "B", top: 3);
        }
    }

    /// <summary>Asserts what only SQL can see: whole pages, and no vector, word or tombstone that belongs to no record.</summary>
    public static async Task AssertWholeAsync(UsearchVectorStore store, StoreModel model)
    {
        Assert.Equal("ok", await store.Engine.ReadAsync(null, "Check", connection => Text(connection, "PRAGMA integrity_check"), default));
        foreach (var name in model.Collections.Keys)
        {
            var table = (await store.Engine.FindAsync(name, default))!;
            foreach (var vectors in table.VectorColumns.Select(column => table.Vectors(column.Ordinal)))
            {
                Assert.Equal("0", await TextAsync(store, $"SELECT count(*) FROM {vectors} WHERE row NOT IN (SELECT row FROM {table.Data})"));
                Assert.Equal("0", await TextAsync(store, $"SELECT count(*) FROM {vectors} WHERE seq > (SELECT value FROM store WHERE name = 'sequence')"));
            }

            // Compares every word of the index with the rows; SQLite calls this a write.
            await store.Engine.WriteAsync(name, "Check", (connection, _) => Text(connection, $"INSERT INTO {table.FullText}({table.FullText}, rank) VALUES('integrity-check', 1)"), default);
        }

        Assert.Equal("0", await TextAsync(store, "SELECT count(*) FROM columns WHERE collection NOT IN (SELECT id FROM collections)"));
    }

    private static async Task AssertWordAsync(UsearchDynamicCollection records, CollectionModel collection, string word)
    {
        var search = (IFullTextSearchable<Record>)records.GetService(typeof(IFullTextSearchable<Record>))!;
        var found = await search.FullTextSearchAsync(word, All).Select(result => (int)result.Record["Key"]!).Order().ToListAsync();
        var wanted = collection.Rows.Values.Where(row => $"{row.Text} {row.Extra}".Split(' ').Contains(word)).Select(row => row.Key);
        Assert.Equal(wanted, found);
    }

    private static async Task AssertNearestAsync(UsearchDynamicCollection records, CollectionModel collection, string property, int top)
    {
        var query = NoteSamples.Vector(new Random(collection.Rows.Count), property == "A" ? 4 : 3);
        var wanted = collection.Rows.Values.Where(row => row.Vector(property) is not null)
            .Select(row => (row.Key, Score: (double)TensorPrimitives.CosineSimilarity(query, row.Vector(property)!)))
            .OrderByDescending(row => row.Score).Take(top).Select(row => $"{row.Key} {row.Score:F4}");
        var found = await records.SearchAsync(query, top, new() { VectorProperty = record => record[property] })
            .Select(result => $"{result.Record["Key"]} {result.Score!.Value:F4}").ToListAsync();
        Assert.Equal(wanted, found);
    }

    private static Task<string> TextAsync(UsearchVectorStore store, string sql) => store.Engine.ReadAsync(null, "Check", connection => Text(connection, sql), default);

    private static string Text(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToString(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture) ?? "";
    }
}
