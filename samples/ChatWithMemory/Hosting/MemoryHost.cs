using ChatWithMemory.Chat;
using ChatWithMemory.Commands;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using Microsoft.SemanticKernel;
using Reminisce.Memory;
using Reminisce.SemanticKernel;

namespace ChatWithMemory.Hosting;

/// <summary>The memory, its clock and the kernel with the memory functions, wired by dependency injection.</summary>
internal sealed class MemoryHost : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private MemoryHost(ServiceProvider services, string storePath)
    {
        _services = services;
        StorePath = storePath;
        Memory = services.GetRequiredService<IMemory>();
        Clock = services.GetRequiredService<TimeProvider>();
    }

    public IMemory Memory { get; }

    public TimeProvider Clock { get; }

    /// <summary>The first stage, whose counts say what was let go.</summary>
    public SensoryBuffer Senses => _services.GetRequiredService<SensoryBuffer>();

    /// <summary>What takes in a stream of impressions; made when it is first asked for.</summary>
    public Consolidator Consolidator => _services.GetRequiredService<Consolidator>();

    public string StorePath { get; }

    /// <summary>The memory functions as tools of a chat client.</summary>
    public IEnumerable<AITool> Functions()
    {
        var kernel = new Kernel(_services, [_services.GetRequiredService<KernelPlugin>()]);
        return kernel.Plugins.SelectMany(plugin => plugin.AsAIFunctions(kernel));
    }

    /// <summary>Opens the store of the settings, creating it when it is missing.</summary>
    public static MemoryHost Open(ChatSettings settings)
    {
        var pack = PackLocator.Find(settings.Pack, AppContext.BaseDirectory);
        var services = new ServiceCollection();
        services.AddLogging(logging => logging
            .SetMinimumLevel(settings.Verbose ? LogLevel.Information : LogLevel.Error)
            .AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace)
            .AddSimpleConsole(format =>
            {
                format.SingleLine = true;
                format.ColorBehavior = LoggerColorBehavior.Disabled;
            }));
        services.AddSingleton<TimeProvider>(new ChatClock(settings.Now, settings.TimeZone));
        services.AddReminisce(options =>
        {
            options.StorePath = Path.Combine(settings.Store, "memory");
            options.PackPath = pack;
            options.TimeZone = settings.TimeZone;
        });
        services.AddReminiscePlugin(options =>
        {
            options.TimeZone = settings.TimeZone;
            options.MaximumResults = ExtractiveChatClient.RecallLimit;
            // The local answerer passes on the person's own words; a language model words them itself.
            options.RememberTrust = settings.Ollama is null ? TrustTier.User : TrustTier.OwnTool;
        });
        return new MemoryHost(services.BuildServiceProvider(), settings.Store);
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
