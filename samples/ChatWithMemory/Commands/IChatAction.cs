using ChatWithMemory.Hosting;

namespace ChatWithMemory.Commands;

/// <summary>One thing the command line can ask for.</summary>
internal interface IChatAction
{
    /// <summary>Does it.</summary>
    /// <returns>The exit code.</returns>
    Task<int> RunAsync(MemoryHost host, CancellationToken cancellationToken);
}
