using ChatWithMemory.Hosting;
using Reminisce.Memory;

namespace ChatWithMemory.LifeLog;

/// <summary>Loads the bundled life log into an empty store, once.</summary>
internal sealed class LifeLogLoader(MemoryHost host, BundledLifeLog lifeLog)
{
    private const int BatchSize = 16;

    /// <summary>Whether the store is empty, or holds a life log whose load was interrupted.</summary>
    public async Task<bool> IsNeededAsync(CancellationToken cancellationToken)
    {
        var state = LifeLogState.Read(host.StorePath);
        if (state is not null)
        {
            return !state.Complete;
        }

        var statistics = await host.Memory.GetStatisticsAsync(cancellationToken);
        return statistics.Items + statistics.Cold == 0;
    }

    public async Task LoadAsync(IProgress<(int Done, int Total)> progress, CancellationToken cancellationToken)
    {
        var zone = host.Clock.LocalTimeZone;
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(host.Clock.GetUtcNow(), zone).DateTime);
        var state = LifeLogState.Read(host.StorePath) ?? new LifeLogState(today, Complete: false);
        state.Write(host.StorePath);
        var inputs = lifeLog.ReadInputs(state.Today, zone);
        var done = 0;
        foreach (var batch in inputs.Chunk(BatchSize))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var results = await host.Memory.RememberAsync(batch, progress: null, CancellationToken.None);
            var rejected = results.FirstOrDefault(result => result.Outcome == RememberOutcome.Rejected);
            if (rejected is not null)
            {
                throw new UserErrorException($"The bundled life log could not be loaded: {rejected.Reason}");
            }

            done += batch.Length;
            progress.Report((done, inputs.Count));
        }

        (state with { Complete = true }).Write(host.StorePath);
    }
}
