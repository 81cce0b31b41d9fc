using ChatWithMemory.Hosting;
using ChatWithMemory.Import;
using Reminisce.Memory;

namespace ChatWithMemory.Commands;

/// <summary>Perceives what is new in a folder until Ctrl+C; screenshots that only repeat are let go before anything is encoded.</summary>
internal sealed class WatchAction(string folder) : IChatAction
{
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(1);

    public async Task<int> RunAsync(MemoryHost host, CancellationToken cancellationToken)
    {
        var watch = new FolderWatch(folder, host.Clock.LocalTimeZone, host.Consolidator.Perceive);
        await watch.LookAsync(cancellationToken);
        Console.WriteLine($"Watching {folder}; stop with Ctrl+C.");
        try
        {
            while (true)
            {
                await Task.Delay(s_pause, cancellationToken);
                var (perceived, skipped) = await watch.LookAsync(CancellationToken.None);
                foreach (var (name, outcome) in perceived)
                {
                    Console.WriteLine($"{name}: {Word(outcome)}");
                }

                foreach (var one in skipped)
                {
                    await Console.Error.WriteLineAsync($"Skipped {one.Name}: {one.Reason}");
                }

                if (host.Consolidator.LastFailure is { } failure)
                {
                    await Console.Error.WriteLineAsync(ErrorText.Of(failure, host.StorePath));
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The way to end; what was perceived is stored first.
        }

        var report = await host.Consolidator.ConsolidateAsync(CancellationToken.None);
        foreach (var reason in report.Rejected)
        {
            await Console.Error.WriteLineAsync($"Not remembered: {reason}");
        }

        var counts = host.Senses.Counts;
        Console.WriteLine(FormattableString.Invariant(
            $"perceived {counts.Offered}, repeated {counts.RepeatedPictures + counts.RepeatedTexts}, without room {counts.Displaced}, taken in {counts.Taken}"));
        return 0;
    }

    private static string Word(SensoryOutcome outcome) => outcome switch
    {
        SensoryOutcome.Held => "seen",
        SensoryOutcome.HeldInPlaceOfOldest => "seen; the oldest that waited was let go",
        SensoryOutcome.Repeated => "seen shortly before, let go",
        SensoryOutcome.Full => "no room, let go",
        _ => "empty",
    };
}
