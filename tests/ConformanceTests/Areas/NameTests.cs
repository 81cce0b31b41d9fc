using ConformanceTests.Support;
using Microsoft.Extensions.VectorData;
using Record = System.Collections.Generic.Dictionary<string, object?>;

namespace ConformanceTests.Areas;

/// <summary>Names of collections and properties are only names: whatever they are, they work or are refused.</summary>
public abstract class NameTests<TFixture> : Conformance<TFixture>
    where TFixture : StoreFixture, new()
{
    private static readonly string[] s_parts =
    [
        "\"", "'", "`", "[", "]", ";", "--", "/*", "*/", " ", "\t", "\n", "\0", "\\", "%", "_", "$p0", "@x", ":y", "?1", ".", ",", "(", ")", "=", "é", "漢字", "😀", "\u202E", "\uD800",
        "SELECT", "DROP TABLE collections", "store", "sqlite_master", "row", "rowid", "k", "d1", "c1", "main.", "a", "A",
    ];

    [SkippableFact]
    public async Task OddNames_WorkOrAreRefused_AndHarmNothing()
    {
        var random = new Random(20);
        var kept = await ItemsAsync([new Item { Id = 1, Text = "kept" }], "kept");
        var made = new HashSet<string> { "kept" };
        foreach (var round in Enumerable.Range(0, 40))
        {
            var name = round == 0 ? "" : round == 1 ? "   " : round == 2 ? new string('n', 20_000) : Name(random);
            var property = round == 3 ? new string('p', 20_000) : "p" + Name(random);
            try
            {
                var records = Store.GetDynamicCollection(name, Definition(
                    new VectorStoreDataProperty(property, typeof(string)) { IsIndexed = true, IsFullTextIndexed = true },
                    new VectorStoreVectorProperty("v" + property, typeof(float[]), 2)));
                var record = new Record { ["Key"] = round, [property] = name, ["v" + property] = new float[] { 1, 2 } };
                if (made.Contains(name) && Fixture.Has(Difference.GainsNoProperties))
                {
                    await Assert.ThrowsAsync<VectorStoreException>(() => records.UpsertAsync(record));
                    continue;
                }

                await records.EnsureCollectionExistsAsync();
                made.Add(name);
                await records.UpsertAsync(record);
                Assert.Equal([round], await KeysAsync(records.GetAsync(r => (string?)r[property] == name, 9, new() { OrderBy = o => o.Ascending(r => r[property]) })));
                Assert.Equal(name, (await records.SearchAsync(new float[] { 1, 2 }, 1).SingleAsync()).Record[property]);
                Assert.True(await Store.CollectionExistsAsync(name));
            }
            catch (ArgumentException)
            {
                Assert.DoesNotContain(name, await Store.ListCollectionNamesAsync().ToListAsync());
            }
        }

        Assert.Equal(made.Order(StringComparer.Ordinal), (await Store.ListCollectionNamesAsync().ToListAsync()).Order(StringComparer.Ordinal));
        Assert.Equal("kept", (await kept.GetAsync(1))!.Text);
        foreach (var name in made.Where(name => name != "kept"))
        {
            await Store.EnsureCollectionDeletedAsync(name);
        }

        Assert.Equal(["kept"], await Store.ListCollectionNamesAsync().ToListAsync());
    }

    private static string Name(Random random) => string.Concat(Enumerable.Range(0, random.Next(1, 5)).Select(_ => s_parts[random.Next(s_parts.Length)]));
}
