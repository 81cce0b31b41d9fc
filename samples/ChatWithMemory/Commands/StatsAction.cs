using System.Globalization;
using ChatWithMemory.Hosting;

namespace ChatWithMemory.Commands;

/// <summary>Says how much is remembered and what it costs.</summary>
internal sealed class StatsAction(bool json) : IChatAction
{
    public async Task<int> RunAsync(MemoryHost host, CancellationToken cancellationToken)
    {
        var statistics = await host.Memory.GetStatisticsAsync(cancellationToken);
        Console.WriteLine(json ? OutputJson.Write(statistics) : string.Create(CultureInfo.InvariantCulture,
            $"""
             memories in recall   {statistics.Items}
             faded or merged      {statistics.Cold}
             not yet refined      {statistics.Coarse}
             vectors and indexes  {statistics.VectorBytes} bytes
             activations          {statistics.ActivationBytes} bytes
             whole store          {statistics.TotalBytes} bytes
             folder               {host.StorePath}
             """));
        return 0;
    }
}
