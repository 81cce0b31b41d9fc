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

        var idle = new List<double>();
        for (var i = 0; i < IdleQuestions; i++)
        {
            idle.Add(await AskAsync(store, i, cancellationToken));
        }

        var isPeakOfSweep = ProcessMemory.TryResetPeak();
        var residentBefore = ProcessMemory.ResidentMegabytes;
        var start = Stopwatch.GetTimestamp();
        var sweeping = Task.Run(() => store.Memory.SweepAsync(new SweepOptions { MaximumBytes = bytes / 2 }, cancellationToken), cancellationToken);
        var meanwhile = new List<double>();
        for (var i = 0; !sweeping.IsCompleted; i++)
        {
            meanwhile.Add(await AskAsync(store, i, cancellationToken));
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

    private static JsonObject Latency(List<double> milliseconds) => new()
    {
        ["questions"] = milliseconds.Count,
        ["p50"] = Math.Round(Samples.Median(milliseconds), 2),
        ["longest"] = Math.Round(milliseconds.Max(), 2),
    };

    private static async Task<double> AskAsync(ForgettingStore store, int number, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        await store.Memory.RecallAsync(new RecallRequest { Query = $"{s_words[number % s_words.Length]} topic{number * 37 % 500}", IgnoreTime = true }, cancellationToken);
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
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
