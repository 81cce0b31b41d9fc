using System.Diagnostics;
using System.Reflection;
using Reminisce.Memory.Storage;

namespace Reminisce.Evaluation;

/// <summary>An index that measures how long embedding and storing new memories and their thumbnails takes; the rest of remembering is overhead.</summary>
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
        var (processor, start) = (Now, Stopwatch.GetTimestamp());
        var answer = targetMethod!.Invoke(_inner, args);
        return targetMethod.Name switch
        {
            nameof(IMemoryIndex.AddAsync) => TimeAsync((Task<IReadOnlyList<Exception?>>)answer!, start, processor),
            nameof(IMemoryIndex.PutThumbnailsAsync) => TimeAsync((Task)answer!, start, processor),
            _ => answer,
        };
    }

    private async Task<T> TimeAsync<T>(Task<T> adding, long start, TimeSpan processor)
    {
        await TimeAsync((Task)adding, start, processor);
        return await adding;
    }

    private async Task TimeAsync(Task adding, long start, TimeSpan processor)
    {
        try
        {
            await adding;
        }
        finally
        {
            Interlocked.Add(ref _ticks, Stopwatch.GetTimestamp() - start);
            Interlocked.Add(ref _processor, (Now - processor).Ticks);
        }
    }
}
