using System.Text;
using ConformanceTests.Support;
using Microsoft.Extensions.VectorData;
using Reminisce.VectorData;

namespace ConformanceTests.Areas;

/// <summary>Words are only words: no bytes and no query syntax in them make an error or change what is asked.</summary>
public abstract class WordFuzzTests<TFixture> : Conformance<TFixture>
    where TFixture : StoreFixture, new()
{
    private static readonly string[] s_parts =
    [
        "\"", "'", "*", "^", "-", "+", "(", ")", "{", "}", ":", "NEAR(", "AND", "OR", "NOT", "d1", "text:", "\\", "\0", "\uD800", "\u200B", "😀", "漢字", "é", "ß", " ", ",", ";--", "\"\"", "a*",
    ];

    [SkippableFact]
    public async Task RandomWords_NeverFail_AndAddNothing()
    {
        var items = await ItemsAsync(
        [
            new Item { Id = 1, Text = "quiet harbour", Vector = new float[] { 1, 0, 0 } },
            new Item { Id = 2, Text = "orchard", Vector = new float[] { 0, 1, 0 } },
        ]);
        if (items.GetService(typeof(IKeywordHybridSearchable<Item>)) is not IKeywordHybridSearchable<Item> search)
        {
            Assert.True(Fixture.Has(Difference.NoHybridSearch));
            return;
        }

        var words = (IFullTextSearchable<Item>)items.GetService(typeof(IFullTextSearchable<Item>))!;
        var random = new Random(5);
        for (var round = 0; round < 300; round++)
        {
            var noise = round % 3 == 0 ? Bytes(random) : string.Concat(Enumerable.Range(0, random.Next(1, 8)).Select(_ => s_parts[random.Next(s_parts.Length)]));
            var found = await search.HybridSearchAsync(new float[] { 1, 0, 0 }, [noise, "orchard"], 9).ToListAsync();

            // First by words and second by vector; noise that is no word of a record gives nothing more.
            Assert.Equal(2, found.Count);
            Assert.True(found.Single(r => r.Record.Id == 2).Score >= (1 / 61.0) + (1 / 62.0) - 1e-9, $"seed 5, round {round}: '{noise}'");
            Assert.Equal(2, (await words.FullTextSearchAsync(noise + " orchard", 9).SingleAsync()).Record.Id);
        }

        // Operators inside a word are letters of it: neither excludes nor reaches another column.
        foreach (var keyword in new[] { "NOT orchard", "-orchard", "orchard AND nothing", "zzz NEAR orchard", "orch*", "^harbour" })
        {
            Assert.Equal(2, await search.HybridSearchAsync(new float[] { 1, 0, 0 }, [keyword], 9).CountAsync());
        }
    }

    private static string Bytes(Random random)
    {
        var bytes = new byte[random.Next(1, 40)];
        random.NextBytes(bytes);
        return random.Next(2) == 0 ? Encoding.Latin1.GetString(bytes) : Encoding.UTF8.GetString(bytes);
    }
}
