using System.Diagnostics;
using System.Text.Json.Nodes;
using Reminisce.Memory;

namespace Reminisce.Evaluation;

/// <summary>Sweeps many short notes, a fifth of them repeated, while questions go on.</summary>
internal sealed class SweepAtScale(IEarlyExitEncoder encoder, string folder, int seed, Progress progress)
{
    private const int IdleQuestions = 100;
    private static readonly DateTimeOffset s_start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly string[] s_words = ["invoice", "meeting", "garden", "dog", "train", "recipe", "doctor", "school", "music", "report", "beach", "bicycle"];

    public async Task<JsonObject> RunAsync(int rows, CancellationToken cancellationToken)
    {
        await using var store = new ForgettingStore(Path.Combine(folder, "scale"), encoder, s_start.AddDays(200));
        var random = new Random(seed);
        await store.Memory.RememberAsync([.. Enumerable.Range(0, rows).Select(i => Note(i, random))], progress: null, cancellationToken);
        progress.Say($"{rows} notes stored");
        var bytes = (await store.BytesAsync(cancellationToken)).Values.Sum(b => b.Total);
        for (var i = 0; i < IdleQuestions / 5; i++)
        {
            await AskAsync(store, i, cancellationToken);
        }

        var idle = new List<RecallTime>();
        for (var i = 0; i < IdleQuestions; i++)
        {
            idle.Add(await AskAsync(store, i, cancellationToken));
        }

        var isPeakOfSweep = ProcessMemory.TryResetPeak();
        var residentBefore = ProcessMemory.ResidentMegabytes;
        var start = Stopwatch.GetTimestamp();
        var sweeping = Task.Run(() => store.Memory.SweepAsync(new SweepOptions { MaximumBytes = bytes / 2 }, cancellationToken), cancellationToken);
        var meanwhile = new List<RecallTime>();
        for (var i = 0; !sweeping.IsCompleted; i++)
        {
            var began = Figures.Seconds(Stopwatch.GetElapsedTime(start));
            meanwhile.Add(await AskAsync(store, i, cancellationToken) with { SecondsIntoSweep = began });
        }

        var report = await sweeping;
        return new JsonObject
        {
            ["rows"] = rows,
            ["sweep_seconds"] = Figures.Seconds(Stopwatch.GetElapsedTime(start)),
            ["sweep_peak_mb"] = isPeakOfSweep ? ProcessMemory.PeakMegabytes : null,
            ["resident_before_mb"] = residentBefore,
            ["gists"] = report.Steps.Count(s => s.Action == SweepAction.Compact),
            ["faded"] = report.Steps.Count(s => s.Action == SweepAction.Fade),
            ["trimmed"] = report.Steps.Where(s => s.Action == SweepAction.Trim).Sum(s => s.Items.Count),
            ["recall_ms_idle"] = Latency(idle),
            ["recall_ms_meanwhile"] = Latency(meanwhile),
        };
    }

    /// <summary>The median, the longest, and of the longest few how much was spent waiting for the garbage collector and for a thread.</summary>
    private static JsonObject Latency(List<RecallTime> times) => new()
    {
        ["questions"] = times.Count,
        ["p50"] = Math.Round(Samples.Median([.. times.Select(t => t.Milliseconds)]), 2),
        ["p99"] = Math.Round(Samples.Rank([.. times.Select(t => t.Milliseconds)], 0.99), 2),
        ["longest"] = Math.Round(times.Max(t => t.Milliseconds), 2),
        ["longest_five"] = new JsonArray([.. times.OrderByDescending(t => t.Milliseconds).Take(5).Select(t => (JsonNode)new JsonObject
        {
            ["ms"] = Math.Round(t.Milliseconds, 1),
            ["gc_pause_ms"] = Math.Round(t.PauseMilliseconds, 1),
            ["waiting_work"] = t.WaitingWork,
            ["seconds_into_sweep"] = t.SecondsIntoSweep,
        })]),
    };

    private static async Task<RecallTime> AskAsync(ForgettingStore store, int number, CancellationToken cancellationToken)
    {
        var (pause, waiting, start) = (GC.GetTotalPauseDuration(), ThreadPool.PendingWorkItemCount, Stopwatch.GetTimestamp());
        await store.Memory.RecallAsync(new RecallRequest { Query = $"{s_words[number % s_words.Length]} topic{number * 37 % 500}", IgnoreTime = true }, cancellationToken);
        return new RecallTime(Stopwatch.GetElapsedTime(start).TotalMilliseconds, (GC.GetTotalPauseDuration() - pause).TotalMilliseconds, Math.Max(waiting, ThreadPool.PendingWorkItemCount));
    }

    /// <summary>Every fifth note says again, minutes later, what the one before it said.</summary>
    private static MemoryInput Note(int number, Random random)
    {
        var said = number % 5 == 4 ? number - 1 : number;
        var drawn = new Random(said);
        return new MemoryInput
        {
            Text = $"{s_words[said % s_words.Length]} topic{drawn.Next(500)} {s_words[drawn.Next(s_words.Length)]} detail{said}",
            OccurredAt = s_start.AddMinutes(number * 10).AddSeconds(random.Next(60)),
            Source = "notes",
        };
    }
}
