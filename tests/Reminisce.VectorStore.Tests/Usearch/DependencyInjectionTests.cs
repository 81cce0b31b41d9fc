using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.VectorData;

namespace Reminisce.VectorData.Tests.Usearch;

public sealed class DependencyInjectionTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Theory]
    [InlineData(null)]
    [InlineData("mine")]
    public async Task Registered_ResolvesEveryForm(string? key)
    {
        var services = new ServiceCollection();
        services.AddSingleton<IEmbeddingGenerator>(new LetterGenerator());
        services.AddKeyedUsearchVectorStore(key, _folder.Path);
        services.AddKeyedUsearchCollection<int, Note>(key, "notes");
        await using var provider = services.BuildServiceProvider();

        var store = Get<UsearchVectorStore>();
        Assert.Same(store, Get<VectorStore>());
        Assert.IsType<LetterGenerator>(store.Options.EmbeddingGenerator);
        var notes = Get<UsearchCollection<int, Note>>();
        Assert.Same(notes, Get<VectorStoreCollection<int, Note>>());
        Assert.Same(notes, Get<IVectorSearchable<Note>>());
        Assert.Same(notes, Get<IKeywordHybridSearchable<Note>>());
        await notes.EnsureCollectionExistsAsync();
        Assert.True(await store.CollectionExistsAsync("notes"));

        T Get<T>()
            where T : notnull
            => key is null ? provider.GetRequiredService<T>() : provider.GetRequiredKeyedService<T>(key);
    }

    public void Dispose() => _folder.Dispose();
}
