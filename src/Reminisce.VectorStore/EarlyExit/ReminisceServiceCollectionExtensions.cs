using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.VectorData;
using Reminisce;
using Reminisce.VectorData;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers coarse-to-fine retrieval over a vector store.</summary>
public static class ReminisceServiceCollectionExtensions
{
    /// <summary>Registers a <see cref="ReminisceVectorStore"/>, also as <see cref="VectorStore"/>.</summary>
    /// <remarks>
    /// What the options leave open comes from the services: <see cref="IEmbeddingGenerator"/>, <see cref="IActivationStore"/>,
    /// <see cref="IContentSource"/>, <see cref="TimeProvider"/> and <see cref="ILoggerFactory"/>. Register the inner store by its own type, not as <see cref="VectorStore"/>.
    /// </remarks>
    /// <param name="services">The services.</param>
    /// <param name="inner">Makes or finds the inner store; the container keeps owning what it made.</param>
    /// <param name="options">Makes the options; <see langword="null"/> for the defaults.</param>
    /// <param name="lifetime">The lifetime.</param>
    /// <returns>The services.</returns>
    public static IServiceCollection AddReminisceVectorStore(
        this IServiceCollection services,
        Func<IServiceProvider, VectorStore> inner,
        Func<IServiceProvider, ReminisceVectorStoreOptions>? options = null,
        ServiceLifetime lifetime = ServiceLifetime.Singleton) => services.AddKeyedReminisceVectorStore(null, inner, options, lifetime);

    /// <summary>Registers a keyed <see cref="ReminisceVectorStore"/>, also as keyed <see cref="VectorStore"/>.</summary>
    /// <param name="services">The services.</param>
    /// <param name="serviceKey">The key, or <see langword="null"/> for none.</param>
    /// <param name="inner">Makes or finds the inner store; the container keeps owning what it made.</param>
    /// <param name="options">Makes the options; <see langword="null"/> for the defaults.</param>
    /// <param name="lifetime">The lifetime.</param>
    /// <returns>The services.</returns>
    public static IServiceCollection AddKeyedReminisceVectorStore(
        this IServiceCollection services,
        object? serviceKey,
        Func<IServiceProvider, VectorStore> inner,
        Func<IServiceProvider, ReminisceVectorStoreOptions>? options = null,
        ServiceLifetime lifetime = ServiceLifetime.Singleton)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(inner);
        services.Add(new ServiceDescriptor(
            typeof(ReminisceVectorStore), serviceKey, (provider, _) => new ReminisceVectorStore(inner(provider), Complete(provider, options?.Invoke(provider))), lifetime));
        services.Add(new ServiceDescriptor(
            typeof(VectorStore), serviceKey, static (provider, key) => provider.GetRequiredKeyedService<ReminisceVectorStore>(key), lifetime));
        return services;
    }

    /// <summary>Registers a collection of the registered <see cref="ReminisceVectorStore"/>, also as <see cref="IVectorSearchable{TRecord}"/>.</summary>
    /// <typeparam name="TKey">The type of the key.</typeparam>
    /// <typeparam name="TRecord">The type of the record.</typeparam>
    /// <param name="services">The services.</param>
    /// <param name="name">The name of the collection.</param>
    /// <param name="definition">The definition, where attributes do not say all.</param>
    /// <param name="lifetime">The lifetime.</param>
    /// <returns>The services.</returns>
    [System.Diagnostics.CodeAnalysis.RequiresDynamicCode("Mapping to .NET types needs reflection.")]
    [System.Diagnostics.CodeAnalysis.RequiresUnreferencedCode("Mapping to .NET types needs reflection.")]
    public static IServiceCollection AddReminisceCollection<TKey, TRecord>(
        this IServiceCollection services,
        string name,
        VectorStoreCollectionDefinition? definition = null,
        ServiceLifetime lifetime = ServiceLifetime.Singleton)
        where TKey : notnull
        where TRecord : class
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrEmpty(name);
        services.Add(new ServiceDescriptor(
            typeof(VectorStoreCollection<TKey, TRecord>),
            provider => provider.GetRequiredService<ReminisceVectorStore>().GetCollection<TKey, TRecord>(name, definition),
            lifetime));
        services.Add(new ServiceDescriptor(
            typeof(IVectorSearchable<TRecord>), static provider => provider.GetRequiredService<VectorStoreCollection<TKey, TRecord>>(), lifetime));
        return services;
    }

    private static ReminisceVectorStoreOptions Complete(IServiceProvider provider, ReminisceVectorStoreOptions? given)
    {
        // The container disposes what it made, so the store must not do so as well.
        var options = new ReminisceVectorStoreOptions(given) { LeaveOpen = true };
        options.EmbeddingGenerator ??= provider.GetService<IEmbeddingGenerator>();
        options.ActivationStore ??= provider.GetService<IActivationStore>();
        options.ContentSource ??= provider.GetService<IContentSource>();
        options.LoggerFactory ??= provider.GetService<ILoggerFactory>();
        if (given is null && provider.GetService<TimeProvider>() is { } time)
        {
            options.TimeProvider = time;
        }

        return options;
    }
}
