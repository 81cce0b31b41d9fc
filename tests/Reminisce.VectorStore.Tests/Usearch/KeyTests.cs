using Microsoft.Extensions.VectorData;

namespace Reminisce.VectorData.Tests.Usearch;

public sealed class KeyTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly UsearchVectorStore _store;

    public KeyTests() => _store = new UsearchVectorStore(_folder.Path);

    [Theory]
    [InlineData(typeof(int), 5)]
    [InlineData(typeof(long), 5L)]
    [InlineData(typeof(string), "five")]
    public async Task Given_RoundTrips(Type type, object key)
    {
        var records = await OpenAsync(type);
        await records.UpsertAsync(new Dictionary<string, object?> { ["Key"] = key, ["Text"] = "t" });
        Assert.Equal(key, (await records.GetAsync(key))!["Key"]);
        Assert.Single(await records.GetAsync([key]).ToListAsync());
        await records.DeleteAsync([key]);
        Assert.Null(await records.GetAsync(key));
    }

    [Fact]
    public async Task Guid_Generated_WrittenBackInOrder()
    {
        var records = await OpenAsync(typeof(Guid));
        var batch = Enumerable.Range(0, 5).Select(i => new Dictionary<string, object?> { ["Text"] = $"{i}" }).ToList();
        await records.UpsertAsync(batch);
        var keys = batch.ConvertAll(record => (Guid)record["Key"]!);
        Assert.Equal(5, keys.Distinct().Count());
        Assert.Equal("3", (await records.GetAsync(keys[3]))!["Text"]);
    }

    [Theory]
    [InlineData(typeof(int))]
    [InlineData(typeof(long))]
    public async Task Number_Generated_NeverUsedTwice(Type type)
    {
        var records = await OpenAsync(type);
        var first = new Dictionary<string, object?> { ["Text"] = "a" };
        await records.UpsertAsync(first);
        var key = first["Key"]!;
        Assert.Equal(type, key.GetType());
        await records.DeleteAsync(key);
        var second = new Dictionary<string, object?> { ["Text"] = "b" };
        await records.UpsertAsync(second);
        Assert.NotEqual(key, second["Key"]);
        Assert.Null(await records.GetAsync(key));
    }

    [Fact]
    public async Task WrongType_AndNull_AreRefused()
    {
        var records = await OpenAsync(typeof(string));
        await Assert.ThrowsAsync<ArgumentException>(() => records.GetAsync(5));
        await Assert.ThrowsAsync<ArgumentException>(() => records.UpsertAsync(new Dictionary<string, object?> { ["Text"] = "x" }));
        Assert.Throws<NotSupportedException>(() => _store.GetDynamicCollection("d", Definition(typeof(double))));
    }

    public void Dispose()
    {
        _store.Dispose();
        _folder.Dispose();
    }

    private static VectorStoreCollectionDefinition Definition(Type key)
        => new() { Properties = [new VectorStoreKeyProperty("Key", key), new VectorStoreDataProperty("Text", typeof(string))] };

    private async Task<UsearchDynamicCollection> OpenAsync(Type key)
    {
        var records = _store.GetDynamicCollection("records", Definition(key));
        await records.EnsureCollectionExistsAsync();
        return records;
    }
}
