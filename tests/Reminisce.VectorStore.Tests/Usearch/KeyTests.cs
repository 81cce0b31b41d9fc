using Microsoft.Extensions.VectorData;

namespace Reminisce.VectorData.Tests.Usearch;

public sealed class KeyTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly UsearchVectorStore _store;

    public KeyTests() => _store = new UsearchVectorStore(_folder.Path);

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
