using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.SemanticKernel;
using Reminisce.Memory;

namespace Reminisce.SemanticKernel;

/// <summary>Gives a kernel the functions remember, recall and forget.</summary>
public static class ReminisceKernelExtensions
{
    /// <summary>Adds the functions over a memory to a kernel's plugins.</summary>
    /// <param name="plugins">The plugins of a kernel.</param>
    /// <param name="memory">The memory; the caller disposes it after the kernel.</param>
    /// <param name="options">What the functions may see; <see langword="null"/> for the defaults.</param>
    /// <param name="timeProvider">The clock that gives the zone; <see langword="null"/> for the system's.</param>
    /// <returns>The plugin, named <see cref="MemoryPluginDefaults.PluginName"/>.</returns>
    /// <exception cref="ArgumentNullException">The plugins or the memory are missing.</exception>
    public static KernelPlugin AddReminisce(
        this ICollection<KernelPlugin> plugins,
        IMemory memory,
        MemoryPluginOptions? options = null,
        TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(plugins);
        return plugins.AddFromObject(new MemoryPlugin(memory, options, timeProvider), MemoryPluginDefaults.PluginName);
    }

    /// <summary>Adds the functions over the memory that the kernel's services hold.</summary>
    /// <param name="plugins">The plugins of a kernel builder.</param>
    /// <param name="configure">Sets what the functions may see; <see langword="null"/> for the defaults.</param>
    /// <returns>The same builder part.</returns>
    /// <remarks>Needs an <see cref="IMemory"/> in the services, for example from <c>services.AddReminisce(...)</c>.</remarks>
    /// <exception cref="ArgumentNullException">The plugins are missing.</exception>
    public static IKernelBuilderPlugins AddReminisce(this IKernelBuilderPlugins plugins, Action<MemoryPluginOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(plugins);
        plugins.Services.AddReminiscePlugin(configure);
        return plugins;
    }

    /// <summary>Registers the functions as a kernel plugin of every kernel made from these services.</summary>
    /// <param name="services">The services.</param>
    /// <param name="configure">Sets what the functions may see; <see langword="null"/> for the defaults.</param>
    /// <returns>The same services.</returns>
    /// <remarks>The plugin is a singleton over the registered <see cref="IMemory"/> and <see cref="TimeProvider"/>.</remarks>
    /// <exception cref="ArgumentNullException">The services are missing.</exception>
    public static IServiceCollection AddReminiscePlugin(this IServiceCollection services, Action<MemoryPluginOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.TryAddSingleton(provider =>
        {
            var options = new MemoryPluginOptions();
            configure?.Invoke(options);
            return new MemoryPlugin(provider.GetRequiredService<IMemory>(), options, provider.GetService<TimeProvider>());
        });
        services.AddSingleton(provider =>
            KernelPluginFactory.CreateFromObject(provider.GetRequiredService<MemoryPlugin>(), MemoryPluginDefaults.PluginName));
        return services;
    }
}
