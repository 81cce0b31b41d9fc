using ConformanceTests.Support;
using Microsoft.Extensions.VectorData;

namespace ConformanceTests.Areas;

public abstract class KeyTests<TFixture> : Conformance<TFixture>
    where TFixture : StoreFixture, new()
{
    public static TheoryData<object, object, object> Keys => new()
    {
        { 1, 2, -7 },
        { 1L, long.MaxValue, -5L },
        { "a", "", "ä '\"; -- 😀" },
        { Guid.Parse("fedcba98-7654-3210-0123-456789abcdef"), Guid.Parse("00000000-0000-0000-0000-000000000001"), Guid.Parse("01000000-0000-0000-0000-000000000000") },
    };

    [SkippableTheory]
    [MemberData(nameof(Keys))]
    public async Task Key_ReadsWritesFiltersOrdersAndDeletes(object first, object second, object third)
    {
        var type = first.GetType();
        var records = await OpenAsync(type, generated: false);
        await records.UpsertAsync(new[] { first, second, third }.Select(key => Record(key, key.ToString()!)));
        Assert.Equal(first.ToString(), (await records.GetAsync(first))!["Text"]);
        Assert.Equal(third, (await records.GetAsync(third))!["Key"]);
        Assert.Equal([second, first], await records.GetAsync([second, first]).Select(r => r["Key"]!).ToListAsync());
        Assert.Equal([second], await records.GetAsync(r => r["Key"] == second, 9).Select(r => r["Key"]!).ToListAsync());

        await records.UpsertAsync(Record(second, "changed"));
        Assert.Equal(3, await records.GetAsync(r => true, 9).CountAsync());
        Assert.Equal("changed", (await records.GetAsync(second))!["Text"]);
        await records.DeleteAsync([first, third]);
        Assert.Equal([second], await records.GetAsync(r => true, 9).Select(r => r["Key"]!).ToListAsync());
        await records.DeleteAsync(second);
        Assert.Null(await records.GetAsync(second));
    }

    [SkippableTheory]
    [InlineData(typeof(int))]
    [InlineData(typeof(long))]
    [InlineData(typeof(Guid))]
    public async Task GeneratedKey_IsWrittenBackAndNew_GivenKeyIsKept(Type type)
    {
        var records = await OpenAsync(type, generated: null);
        var empty = Activator.CreateInstance(type)!;
        var given = type == typeof(Guid) ? Guid.Parse("fedcba98-7654-3210-0123-456789abcdef") : Convert.ChangeType(40, type, System.Globalization.CultureInfo.InvariantCulture);
        var batch = new[] { Record(empty, "one"), Record(given, "given"), Record(empty, "two") };
        await records.UpsertAsync(batch);
        Assert.Equal(given, batch[1]["Key"]);
        Assert.Equal(3, batch.Select(record => record["Key"]).Distinct().Count());
        Assert.DoesNotContain(empty, batch.Select(record => record["Key"]!));
        foreach (var record in batch)
        {
            Assert.Equal(record["Text"], (await records.GetAsync(record["Key"]!))!["Text"]);
        }

        // A number given by the user is not made again.
        if (type != typeof(Guid))
        {
            var next = Record(Convert.ChangeType(Convert.ToInt64(batch.Max(r => r["Key"]), System.Globalization.CultureInfo.InvariantCulture) + 1, type, System.Globalization.CultureInfo.InvariantCulture), "next");
            var after = Record(empty, "after");
            await records.UpsertAsync(next);
            await records.UpsertAsync(after);
            Assert.Equal(("next", "after"), ((await records.GetAsync(next["Key"]!))!["Text"], (await records.GetAsync(after["Key"]!))!["Text"]));
            await records.DeleteAsync([next["Key"]!, after["Key"]!]);
        }

        // Written back, the key names the record: storing it again replaces it.
        batch[0]["Text"] = "changed";
        await records.UpsertAsync(batch[0]);
        Assert.Equal(3, await records.GetAsync(r => true, 9).CountAsync());
    }

    [SkippableFact]
    public async Task EveryTypedKey_Works()
    {
        await TypedAsync(5);
        await TypedAsync(5L);
        await TypedAsync("five");
        await TypedAsync(Guid.Parse("fedcba98-7654-3210-0123-456789abcdef"));
        var generated = Store.GetCollection<Guid, Keyed<Guid>>("generated");
        await generated.EnsureCollectionExistsAsync();
        var record = new Keyed<Guid> { Text = "x" };
        await generated.UpsertAsync(record);
        Assert.Equal("x", (await generated.GetAsync(record.Key))!.Text);
    }

    [SkippableFact]
    public async Task NullKey_IsRefused()
    {
        var texts = Store.GetCollection<string, Keyed<string>>("texts");
        await texts.EnsureCollectionExistsAsync();
        Assert.Equal("key", (await Assert.ThrowsAsync<ArgumentNullException>(() => texts.GetAsync((string)null!))).ParamName);
        Assert.Equal("key", (await Assert.ThrowsAsync<ArgumentNullException>(() => texts.DeleteAsync((string)null!))).ParamName);
        await Assert.ThrowsAnyAsync<ArgumentException>(() => texts.UpsertAsync([new Keyed<string> { Key = "good" }, new Keyed<string> { Key = null! }]));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => texts.DeleteAsync(["good", null!]));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => texts.GetAsync(["good", null!]).ToListAsync().AsTask());
        Assert.Empty(await texts.GetAsync(r => true, 5).ToListAsync());
    }

    [SkippableFact]
    public async Task KeyWithHalfACharacter_IsKeptOrRefused_NeverTakenForAnother()
    {
        var records = await OpenAsync(typeof(string), generated: false);
        await records.UpsertAsync(Record("\uFFFD", "replacement"));
        foreach (var key in new[] { "\uD800", "\uDC00", "a\uD83D" })
        {
            try
            {
                Assert.Null(await records.GetAsync(key));
                await records.DeleteAsync(key);
                await records.UpsertAsync(Record(key, "half"));
                Assert.Equal(key, (await records.GetAsync(key))!["Key"]);
            }
            catch (ArgumentException error)
            {
                Assert.Contains("surrogate", error.Message, StringComparison.Ordinal);
            }
        }

        Assert.Equal("replacement", (await records.GetAsync("\uFFFD"))!["Text"]);
    }

    [SkippableFact]
    public async Task KeyOfAnotherType_IsRefused()
    {
        var records = await OpenAsync(typeof(int), generated: false);
        await Assert.ThrowsAnyAsync<ArgumentException>(() => records.GetAsync("1"));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => records.DeleteAsync(1L));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => records.UpsertAsync(Record("1", "text")));
    }

    [SkippableTheory]
    [InlineData(typeof(double))]
    [InlineData(typeof(DateTime))]
    [InlineData(typeof(byte[]))]
    public void UnsupportedKeyType_IsRefused(Type type)
        => Assert.Throws<NotSupportedException>(() => Store.GetDynamicCollection("keys", KeyDefinition(type, false)));

    private static Dictionary<string, object?> Record(object key, string text) => new() { ["Key"] = key, ["Text"] = text };

    private static VectorStoreCollectionDefinition KeyDefinition(Type type, bool? generated) => new()
    {
        Properties = [new VectorStoreKeyProperty("Key", type) { IsAutoGenerated = generated }, new VectorStoreDataProperty("Text", typeof(string))],
    };

    private async Task TypedAsync<TKey>(TKey key)
        where TKey : notnull
    {
        var records = Store.GetCollection<TKey, Keyed<TKey>>(typeof(TKey).Name);
        await records.EnsureCollectionExistsAsync();
        await records.UpsertAsync(new Keyed<TKey> { Key = key, Text = "text" });
        Assert.Equal(key, (await records.GetAsync(key))!.Key);
        await records.DeleteAsync([key]);
        Assert.Null(await records.GetAsync(key));
    }

    private async Task<VectorStoreCollection<object, Dictionary<string, object?>>> OpenAsync(Type type, bool? generated)
    {
        var records = Store.GetDynamicCollection("keys", KeyDefinition(type, generated));
        await records.EnsureCollectionExistsAsync();
        return records;
    }

    private sealed class Keyed<TKey>
    {
        [VectorStoreKey]
        public TKey Key { get; set; } = default!;

        [VectorStoreData]
        public string? Text { get; set; }
    }
}
