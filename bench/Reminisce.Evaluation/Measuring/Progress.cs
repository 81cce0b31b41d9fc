using System.Diagnostics;

namespace Reminisce.Evaluation;

/// <summary>Says on standard error what a long suite is doing.</summary>
internal sealed class Progress
{
    private readonly long _start = Stopwatch.GetTimestamp();

    public void Say(string what) => Console.Error.WriteLine($"[{Stopwatch.GetElapsedTime(_start):mm\\:ss}] {what}");
}
