using System.Diagnostics;
using System.Reflection;
using Reminisce.Memory.Storage;

namespace Reminisce.Evaluation;

/// <summary>An index that measures how long embedding and storing new memories takes; the rest of remembering is overhead.</summary>
internal class AddClock : DispatchProxy
{
    private IMemoryIndex _inner = null!;
    private long _ticks;

    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(0, Interlocked.Read(ref _ticks));

    public static (IMemoryIndex Index, AddClock Clock) Around(IMemoryIndex inner)
    {
        var index = Create<IMemoryIndex, AddClock>();
        var clock = (AddClock)(object)index;
        clock._inner = inner;
        return (index, clock);
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        var start = Stopwatch.GetTimestamp();
        var result = targetMethod!.Invoke(_inner, args);
        return targetMethod.Name == nameof(IMemoryIndex.AddAsync) ? TimeAsync((Task<IReadOnlyList<Exception?>>)result!, start) : result;
    }

    private async Task<IReadOnlyList<Exception?>> TimeAsync(Task<IReadOnlyList<Exception?>> adding, long start)
    {
        try
        {
            return await adding;
        }
        finally
        {
            Interlocked.Add(ref _ticks, Stopwatch.GetTimestamp() - start);
        }
    }
}
