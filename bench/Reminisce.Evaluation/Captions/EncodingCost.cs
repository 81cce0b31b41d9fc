using System.Diagnostics;

namespace Reminisce.Evaluation;

/// <summary>Seconds by the clock and of the processor; the second are the same however busy the machine is.</summary>
internal readonly record struct EncodingCost(double Clock, double Processor)
{
    public static EncodingCost operator +(EncodingCost left, EncodingCost right) => new(left.Clock + right.Clock, left.Processor + right.Processor);

    public static async Task<(T Result, EncodingCost Cost)> MeasureAsync<T>(Func<Task<T>> work)
    {
        using var process = Process.GetCurrentProcess();
        var (start, before) = (Stopwatch.GetTimestamp(), process.TotalProcessorTime);
        var result = await work();
        process.Refresh();
        return (result, new EncodingCost(Stopwatch.GetElapsedTime(start).TotalSeconds, (process.TotalProcessorTime - before).TotalSeconds));
    }
}
