using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.VectorData;
using Reminisce;
using Reminisce.Memory;
using Reminisce.Memory.Storage;
using Reminisce.Memory.Time;
using Reminisce.VectorData;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the memory.</summary>
public static class MemoryServiceCollectionExtensions
{
    /// <summary>Registers <see cref="IMemory"/> and <see cref="IMemoryMaintenance"/> (one object) with its encoder and its local <see cref="VectorStore"/>, all as singletons.</summary>
    /// <remarks>
    /// What is registered already stays: an <see cref="IEarlyExitEncoder"/>, an <see cref="IActivationStore"/>, an
    /// <see cref="IContentSource"/> (by default the texts and unchanged files of the memory itself), a <see cref="TimeProvider"/>, a <see cref="ReminisceVectorStore"/>. Folder and pack are opened when the memory is first asked
    /// for. The container owns and disposes all of them. The stages before the memory (<see cref="SensoryBuffer"/>,
    /// <see cref="ShortTermMemory"/>, <see cref="Consolidator"/>) are registered too and are made when the consolidator is first asked for.
    /// </remarks>
    /// <param name="services">The services.</param>
    /// <param name="configure">Sets the options; the folder of the store is required, that of the pack unless an encoder is registered.</param>
    /// <returns>The services.</returns>
    public static IServiceCollection AddReminisce(this IServiceCollection services, Action<MemoryOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        services.AddOptions<MemoryOptions>().Configure(configure)
            .Validate(o => !string.IsNullOrWhiteSpace(o.StorePath), "MemoryOptions.StorePath is empty; set the folder of the store.")
            .Validate(o => o.Candidates >= 1, "MemoryOptions.Candidates must be at least 1.")
            .Validate(o => o.UndoWindow >= TimeSpan.Zero, "MemoryOptions.UndoWindow must not be negative.")
            .Validate(o => o.ThumbnailSide is >= 0 and <= MemoryOptions.LargestThumbnail, $"MemoryOptions.ThumbnailSide must be 0 (none) to {MemoryOptions.LargestThumbnail} pixels.")
            .Validate(o => o.WeekStart is not { } day || Enum.IsDefined(day), "MemoryOptions.WeekStart must be a day of the week.")
            .Validate(o => o.Culture is null || TimeCulture.Find(o.Culture) is not null, "MemoryOptions.Culture is unknown; give a name such as en-GB, or leave it out.");
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IEarlyExitEncoder>(static provider =>
        {
            var path = provider.GetRequiredService<IOptions<MemoryOptions>>().Value.PackPath;
            return string.IsNullOrWhiteSpace(path)
                ? throw new InvalidOperationException("MemoryOptions.PackPath is empty and no IEarlyExitEncoder is registered; set the folder of a model pack.")
                : Reminisce.Encoders.EarlyExitEncoder.Open(path, logger: provider.GetService<ILogger<Reminisce.Encoders.EarlyExitEncoder>>());
        });
        services.TryAddSingleton(static provider => new UsearchVectorStore(
            provider.GetRequiredService<IOptions<MemoryOptions>>().Value.StorePath,
            new UsearchVectorStoreOptions { TimeProvider = provider.GetRequiredService<TimeProvider>() }));
        services.TryAddSingleton<IActivationStore>(static provider =>
        {
            // The store makes the folder and holds its lock; the activations lie beside it.
            _ = provider.GetRequiredService<UsearchVectorStore>();
            var folder = provider.GetRequiredService<IOptions<MemoryOptions>>().Value.StorePath;
            return new SqliteActivationStore(new SqliteActivationStoreOptions { Path = Path.Combine(folder, SqliteActivationStoreOptions.FileName) });
        });
        services.TryAddSingleton<IContentSource>(static provider => new MemoryContentSource(
            provider.GetRequiredService<ReminisceVectorStore>, provider.GetRequiredService<IEarlyExitEncoder>()));
        services.TryAddSingleton(static provider => new ReminisceVectorStore(
            provider.GetRequiredService<UsearchVectorStore>(),
            new ReminisceVectorStoreOptions
            {
                EmbeddingGenerator = provider.GetRequiredService<IEarlyExitEncoder>().AsEmbeddingGenerator(),
                ActivationStore = provider.GetRequiredService<IActivationStore>(),
                ContentSource = provider.GetRequiredService<IContentSource>(),
                Candidates = provider.GetRequiredService<IOptions<MemoryOptions>>().Value.Candidates,
                TimeProvider = provider.GetRequiredService<TimeProvider>(),
                LoggerFactory = provider.GetService<ILoggerFactory>(),
                LeaveOpen = true,
            }));
        services.TryAddSingleton<VectorStore>(static provider => provider.GetRequiredService<ReminisceVectorStore>());
        services.TryAddSingleton<IMemory>(static provider => new ReminisceMemory(
            new LongTermMemory(provider.GetRequiredService<ReminisceVectorStore>(), provider.GetRequiredService<IEarlyExitEncoder>()),
            provider.GetRequiredService<IOptions<MemoryOptions>>().Value,
            provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton(static provider => provider.GetRequiredService<IMemory>() as IMemoryMaintenance
            ?? throw new InvalidOperationException("The registered IMemory does not implement IMemoryMaintenance; register one that does."));
        services.TryAddSingleton(static provider => new SensoryBuffer(provider.GetService<SensoryOptions>(), provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton(static provider => new ShortTermMemory(provider.GetService<ShortTermOptions>(), provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton(static provider => new Consolidator(
            provider.GetRequiredService<IMemory>(),
            provider.GetRequiredService<SensoryBuffer>(),
            provider.GetRequiredService<ShortTermMemory>(),
            provider.GetService<ConsolidatorOptions>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetService<ILogger<Consolidator>>()));
        return services;
    }
}
