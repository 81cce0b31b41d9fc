using System.Globalization;
using ChatWithMemory.Hosting;

namespace ChatWithMemory.Commands;

/// <summary>Takes a sweep back.</summary>
internal sealed class UndoAction(Guid sweep) : IChatAction
{
    public async Task<int> RunAsync(MemoryHost host, CancellationToken cancellationToken)
    {
        var restored = await host.Memory.UndoAsync(sweep, cancellationToken);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{restored} memories are back as they were."));
        return 0;
    }
}
