using System.Diagnostics;
using System.Reflection;
using Reminisce.Memory.Storage;

namespace Reminisce.Evaluation;

/// <summary>An index that measures how long embedding and storing new memories takes; the rest of remembering is overhead.</summary>
internal class AddClock : DispatchProxy
{
    private IMemoryIndex _inner = null!;
    private long _ticks;
    private long _processor;

    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(0, Interlocked.Read(ref _ticks));

    /// <summary>Gets the processor time of the whole process meanwhile.</summary>
    public TimeSpan Processor => TimeSpan.FromTicks(Interlocked.Read(ref _processor));

    /// <summary>The processor time of the whole process so far.</summary>
    public static TimeSpan Now
    {
        get
        {
            using var process = Process.GetCurrentProcess();
            return process.TotalProcessorTime;
        }
    }

    public static (IMemoryIndex Index, AddClock Clock) Around(IMemoryIndex inner)
    {
        var index = Create<IMemoryIndex, AddClock>();
        var clock = (AddClock)(object)index;
        clock._inner = inner;
        return (index, clock);
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        if (targetMethod!.Name != nameof(IMemoryIndex.AddAsync))
        {
            return targetMethod.Invoke(_inner, args);
        }

        var (processor, start) = (Now, Stopwatch.GetTimestamp());
        return TimeAsync((Task<IReadOnlyList<Exception?>>)targetMethod.Invoke(_inner, args)!, start, processor);
    }

    private async Task<IReadOnlyList<Exception?>> TimeAsync(Task<IReadOnlyList<Exception?>> adding, long start, TimeSpan processor)
    {
        try
        {
            return await adding;
        }
        finally
        {
            Interlocked.Add(ref _ticks, Stopwatch.GetTimestamp() - start);
            Interlocked.Add(ref _processor, (Now - processor).Ticks);
        }
    }
}
