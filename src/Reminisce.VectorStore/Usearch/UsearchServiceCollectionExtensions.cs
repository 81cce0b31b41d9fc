using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.VectorData;
using Reminisce.VectorData;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the local vector store and its collections.</summary>
public static class UsearchServiceCollectionExtensions
{
    /// <summary>Registers a store over a folder as <see cref="UsearchVectorStore"/> and <see cref="VectorStore"/>.</summary>
    /// <param name="services">The services.</param>
    /// <param name="folder">The folder that belongs to the store alone.</param>
    /// <param name="options">Options; without a generator the registered <see cref="IEmbeddingGenerator"/> is used.</param>
    /// <param name="lifetime">How long a store object lives.</param>
    /// <returns>The services.</returns>
    public static IServiceCollection AddUsearchVectorStore(
        this IServiceCollection services, string folder, UsearchVectorStoreOptions? options = null, ServiceLifetime lifetime = ServiceLifetime.Singleton)
        => services.AddKeyedUsearchVectorStore(null, folder, options, lifetime);

    /// <summary>Registers a store under a key.</summary>
    /// <param name="services">The services.</param>
    /// <param name="serviceKey">The key.</param>
    /// <param name="folder">The folder that belongs to the store alone.</param>
    /// <param name="options">Options; without a generator the registered <see cref="IEmbeddingGenerator"/> is used.</param>
    /// <param name="lifetime">How long a store object lives.</param>
    /// <returns>The services.</returns>
    public static IServiceCollection AddKeyedUsearchVectorStore(
        this IServiceCollection services, object? serviceKey, string folder, UsearchVectorStoreOptions? options = null, ServiceLifetime lifetime = ServiceLifetime.Singleton)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        services.Add(new ServiceDescriptor(typeof(UsearchVectorStore), serviceKey, (provider, _) => new UsearchVectorStore(folder, Complete(provider, options)), lifetime));
        services.Add(new ServiceDescriptor(typeof(VectorStore), serviceKey, (provider, _) => Resolve<UsearchVectorStore>(provider, serviceKey), lifetime));
        return services;
    }

    /// <summary>Registers a collection of the store registered before it, by its class and by VectorData's interfaces.</summary>
    /// <typeparam name="TKey">The key type.</typeparam>
    /// <typeparam name="TRecord">The record type.</typeparam>
    /// <param name="services">The services.</param>
    /// <param name="name">The collection's name.</param>
    /// <param name="options">Options; without a generator the store's is used.</param>
    /// <param name="lifetime">How long a collection object lives.</param>
    /// <returns>The services.</returns>
    [RequiresDynamicCode("Mapping record classes needs run-time code.")]
    [RequiresUnreferencedCode("Mapping record classes reads their properties.")]
    public static IServiceCollection AddUsearchCollection<TKey, TRecord>(
        this IServiceCollection services, string name, UsearchCollectionOptions? options = null, ServiceLifetime lifetime = ServiceLifetime.Singleton)
        where TKey : notnull
        where TRecord : class
        => services.AddKeyedUsearchCollection<TKey, TRecord>(null, name, options, lifetime);

    /// <summary>Registers, under a key, a collection of the store registered under the same key.</summary>
    /// <typeparam name="TKey">The key type.</typeparam>
    /// <typeparam name="TRecord">The record type.</typeparam>
    /// <param name="services">The services.</param>
    /// <param name="serviceKey">The key.</param>
    /// <param name="name">The collection's name.</param>
    /// <param name="options">Options; without a generator the store's is used.</param>
    /// <param name="lifetime">How long a collection object lives.</param>
    /// <returns>The services.</returns>
    [RequiresDynamicCode("Mapping record classes needs run-time code.")]
    [RequiresUnreferencedCode("Mapping record classes reads their properties.")]
    public static IServiceCollection AddKeyedUsearchCollection<TKey, TRecord>(
        this IServiceCollection services, object? serviceKey, string name, UsearchCollectionOptions? options = null, ServiceLifetime lifetime = ServiceLifetime.Singleton)
        where TKey : notnull
        where TRecord : class
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        Add<UsearchCollection<TKey, TRecord>>(provider => new(Resolve<UsearchVectorStore>(provider, serviceKey), name, new UsearchCollectionOptions(options)));
        Add<VectorStoreCollection<TKey, TRecord>>(Collection);
        Add<IVectorSearchable<TRecord>>(Collection);
        Add<IKeywordHybridSearchable<TRecord>>(Collection);
        return services;

        UsearchCollection<TKey, TRecord> Collection(IServiceProvider provider) => Resolve<UsearchCollection<TKey, TRecord>>(provider, serviceKey);

        void Add<TService>(Func<IServiceProvider, TService> create)
            where TService : class
            => services.Add(new ServiceDescriptor(typeof(TService), serviceKey, (provider, _) => create(provider), lifetime));
    }

    private static T Resolve<T>(IServiceProvider provider, object? key)
        where T : notnull
        => key is null ? provider.GetRequiredService<T>() : provider.GetRequiredKeyedService<T>(key);

    private static UsearchVectorStoreOptions Complete(IServiceProvider provider, UsearchVectorStoreOptions? options)
    {
        var complete = new UsearchVectorStoreOptions(options);
        complete.EmbeddingGenerator ??= provider.GetService<IEmbeddingGenerator>();
        return complete;
    }
}
