using System.Diagnostics;

namespace Reminisce.Evaluation;

/// <summary>Seconds by the clock and of the processor, which a busy machine lengthens less.</summary>
internal readonly record struct EncodingCost(double Clock, double Processor)
{
    public static EncodingCost Unknown { get; } = new(double.PositiveInfinity, double.PositiveInfinity);

    public EncodingCost Least(EncodingCost other) => new(Math.Min(Clock, other.Clock), Math.Min(Processor, other.Processor));

    public static async Task<(T Result, EncodingCost Cost)> MeasureAsync<T>(Func<Task<T>> work)
    {
        using var process = Process.GetCurrentProcess();
        var (start, before) = (Stopwatch.GetTimestamp(), process.TotalProcessorTime);
        var result = await work();
        process.Refresh();
        return (result, new EncodingCost(Stopwatch.GetElapsedTime(start).TotalSeconds, (process.TotalProcessorTime - before).TotalSeconds));
    }
}
