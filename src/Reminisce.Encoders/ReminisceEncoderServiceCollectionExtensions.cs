using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Reminisce;
using Reminisce.Encoders;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers early-exit encoders.</summary>
public static class ReminisceEncoderServiceCollectionExtensions
{
    /// <summary>Registers an encoder on a model pack, and the standard embedding generators over it, as singletons.</summary>
    /// <remarks>
    /// Registered are <see cref="IEarlyExitEncoder"/> and <see cref="IEmbeddingGenerator{TInput, TEmbedding}"/> for strings, data and any
    /// content. The pack is opened and checked when one of them is first asked for. What is registered already stays.
    /// </remarks>
    /// <param name="services">The services.</param>
    /// <param name="packFolder">The model pack's folder.</param>
    /// <param name="configure">Changes the options.</param>
    /// <returns>The services.</returns>
    public static IServiceCollection AddReminisceEncoder(this IServiceCollection services, string packFolder, Action<EarlyExitEncoderOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrEmpty(packFolder);
        services.TryAddSingleton<IEarlyExitEncoder>(provider =>
        {
            var options = new EarlyExitEncoderOptions();
            configure?.Invoke(options);
            return EarlyExitEncoder.Open(packFolder, options, provider.GetService<ILogger<EarlyExitEncoder>>());
        });
        services.TryAddSingleton(provider => provider.GetRequiredService<IEarlyExitEncoder>().AsEmbeddingGenerator());
        services.TryAddSingleton<IEmbeddingGenerator<string, Embedding<float>>>(provider => provider.GetRequiredService<EarlyExitEmbeddingGenerator>());
        services.TryAddSingleton<IEmbeddingGenerator<DataContent, Embedding<float>>>(provider => provider.GetRequiredService<EarlyExitEmbeddingGenerator>());
        services.TryAddSingleton<IEmbeddingGenerator<AIContent, Embedding<float>>>(provider => provider.GetRequiredService<EarlyExitEmbeddingGenerator>());
        return services;
    }
}
