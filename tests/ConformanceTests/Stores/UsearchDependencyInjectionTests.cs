using ConformanceTests.Support;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.VectorData;
using Reminisce.VectorData;

namespace ConformanceTests.Stores;

/// <summary>Registration of the local store, alone and under the early-exit store; the reference store has none.</summary>
public sealed class UsearchDependencyInjectionTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("reminisce-conformance-").FullName;

    public static TheoryData<string?, ServiceLifetime> Registrations
    {
        get
        {
            var data = new TheoryData<string?, ServiceLifetime>();
            foreach (var lifetime in Enum.GetValues<ServiceLifetime>())
            {
                data.Add(null, lifetime);
                data.Add("mine", lifetime);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Registrations))]
    public async Task StoreAndCollection_ResolveInEveryForm_AsLongAsSaid(string? key, ServiceLifetime lifetime)
    {
        var services = new ServiceCollection();
        services.AddSingleton<IEmbeddingGenerator>(LetterGenerator.Create());
        services.AddKeyedUsearchVectorStore(key, _folder, lifetime: lifetime);
        services.AddKeyedUsearchCollection<int, Item>(key, "items", lifetime: lifetime);
        await using var provider = services.BuildServiceProvider(validateScopes: true);
        using var scope = provider.CreateScope();
        using var other = provider.CreateScope();
        Holds<UsearchVectorStore>();
        Holds<VectorStore>();
        Holds<UsearchCollection<int, Item>>();
        Holds<VectorStoreCollection<int, Item>>();
        Holds<IVectorSearchable<Item>>();
        Holds<IKeywordHybridSearchable<Item>>();

        // The registered generator serves text, also for keyed stores.
        var texts = Get<VectorStore>(scope).GetDynamicCollection("texts", new VectorStoreCollectionDefinition
        {
            Properties = [new VectorStoreKeyProperty("Key", typeof(int)), new VectorStoreVectorProperty("Text", typeof(string), LetterGenerator.Dimensions)],
        });
        await texts.EnsureCollectionExistsAsync();
        await texts.UpsertAsync(new Dictionary<string, object?> { ["Text"] = "cats" });
        Assert.Single(await texts.SearchAsync("act", 5).ToListAsync());

        void Holds<T>()
            where T : class
        {
            Assert.Equal(lifetime != ServiceLifetime.Transient, ReferenceEquals(Get<T>(scope), Get<T>(scope)));
            Assert.Equal(lifetime == ServiceLifetime.Singleton, ReferenceEquals(Get<T>(scope), Get<T>(other)));
        }

        T Get<T>(IServiceScope from)
            where T : notnull
            => key is null ? from.ServiceProvider.GetRequiredService<T>() : from.ServiceProvider.GetRequiredKeyedService<T>(key);
    }

    [Fact]
    public void Options_AreCopied_TheirOwnGeneratorWins()
    {
        var (own, registered) = (LetterGenerator.Create(1), LetterGenerator.Create(2));
        var options = new UsearchVectorStoreOptions { EmbeddingGenerator = own, Index = new() { Ef = 77 } };
        var empty = new UsearchVectorStoreOptions();
        using var provider = new ServiceCollection()
            .AddSingleton<IEmbeddingGenerator>(registered)
            .AddUsearchVectorStore(_folder, options)
            .AddKeyedUsearchVectorStore("empty", _folder, empty)
            .BuildServiceProvider();
        Assert.NotNull(provider.GetRequiredService<VectorStore>());
        Assert.NotNull(provider.GetRequiredKeyedService<VectorStore>("empty"));
        Assert.Null(empty.EmbeddingGenerator);
        Assert.Same(own, options.EmbeddingGenerator);
        Assert.Equal(77, new UsearchVectorStoreOptions(options).Index.Ef);
        Assert.NotSame(options.Index, new UsearchVectorStoreOptions(options).Index);
    }

    [Fact]
    public async Task EarlyExitStore_OverARegisteredOne_Resolves()
    {
        var services = new ServiceCollection();
        services.AddSingleton(_ => new UsearchVectorStore(_folder));
        services.AddReminisceVectorStore(provider => provider.GetRequiredService<UsearchVectorStore>());
        services.AddReminisceCollection<int, Item>("items");
        await using var provider = services.BuildServiceProvider();
        Assert.IsType<ReminisceVectorStore>(provider.GetRequiredService<VectorStore>());
        var items = provider.GetRequiredService<VectorStoreCollection<int, Item>>();
        await items.EnsureCollectionExistsAsync();
        Assert.True(await provider.GetRequiredService<VectorStore>().CollectionExistsAsync("items"));
        Assert.Same(items, provider.GetRequiredService<IVectorSearchable<Item>>());
    }

    [Fact]
    public void BadArguments_AreRefused()
    {
        var services = new ServiceCollection();
        Assert.Throws<ArgumentNullException>(() => UsearchServiceCollectionExtensions.AddUsearchVectorStore(null!, _folder));
        Assert.ThrowsAny<ArgumentException>(() => services.AddUsearchVectorStore(" "));
        Assert.ThrowsAny<ArgumentException>(() => services.AddUsearchCollection<int, Item>(""));
        Assert.Throws<ArgumentNullException>(() => services.AddReminisceVectorStore(null!));
        using var provider = services.AddUsearchCollection<int, Item>("items").BuildServiceProvider();
        Assert.Throws<InvalidOperationException>(() => provider.GetRequiredService<VectorStoreCollection<int, Item>>());
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
