using ConformanceTests.Support;
using Microsoft.Extensions.VectorData;
using Reminisce;
using Record = System.Collections.Generic.Dictionary<string, object?>;

namespace ConformanceTests.Areas;

/// <summary>Content is found by all of its meaning, whether it was embedded at once or stopped half-way and was finished by the search.</summary>
public abstract class ContentTests<TFixture> : Conformance<TFixture>
    where TFixture : StoreFixture, new()
{
    // Up to the letter m these are all "eel".
    private static readonly string[] s_texts = ["eel tottot", "eel nononn", "eel zzyzzy", "eel ppppqq"];

    [SkippableFact]
    public async Task TextsAlikeHalfWay_AreToldApart()
    {
        var letters = Fixture.Letters();
        var texts = await DynamicAsync(
            Fixture.Open(letters),
            new VectorStoreDataProperty("Number", typeof(int)),
            new VectorStoreVectorProperty("Text", typeof(string), LetterGenerator.Dimensions));
        await texts.UpsertAsync(s_texts.Select((text, i) => new Record { ["Key"] = i, ["Number"] = i, ["Text"] = text }));
        for (var i = 0; i < s_texts.Length; i++)
        {
            Assert.Equal(i, (await KeysAsync(texts.SearchAsync(s_texts[i], 1)))[0]);
            Assert.Equal([i], await KeysAsync(texts.SearchAsync("eel", 9, new() { Filter = r => (int)r["Number"]! == i })));
        }

        // Through an encoder, and each text finished once, exactly where the store says so.
        var encoder = texts.GetService(typeof(IEarlyExitEncoder));
        Assert.Equal(Fixture.Has(Difference.ContentHasExits), encoder is not null);
        Assert.Same(letters.Encoder, encoder);
        Assert.Equal(encoder is null ? 0 : s_texts.Length, letters.Encoder?.Finished ?? 0);
    }
}
