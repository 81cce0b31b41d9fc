using Microsoft.Extensions.AI;

namespace Reminisce.Encoders;

public sealed partial class EarlyExitEncoder
{
    private static readonly EncodingOptions s_defaults = new();

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">The policy is unknown, or the fixed layer is below 0.</exception>
    /// <exception cref="ModelPackException">A graph of the pack was changed since it was opened, or does not run.</exception>
    /// <exception cref="ObjectDisposedException">The encoder was disposed.</exception>
    public async Task<IReadOnlyList<EncodingResult>> EncodeAsync(IReadOnlyList<AIContent> items, EncodingOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(items);
        options ??= s_defaults;
        if (!Enum.IsDefined(options.Policy))
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.Policy, "The policy is unknown; Predicted, Fixed and Full are known.");
        }

        ArgumentOutOfRangeException.ThrowIfNegative(options.FixedLayer);
        _gate.ThrowIfClosed();
        using var activity = EncoderTelemetry.Source.StartActivity("encode");
        activity?.SetTag("reminisce.encoder.items", items.Count);

        var results = new EncodingResult?[items.Count];
        var done = 0;
        void Progress(int count)
        {
            if (count > 0)
            {
                done += count;
                options.Progress?.Report(done);
            }
        }

        foreach (var (tower, positions) in SortByTower(items, results))
        {
            foreach (var wave in positions.Chunk(_settings.WaveSize))
            {
                using var place = await _waves.EnterAsync(cancellationToken).ConfigureAwait(false);
                _gate.ThrowIfClosed();
                var run = new WaveRun(tower, Dimensions, _settings, options, _gate, results, Progress);
                await run.RunAsync(items, wave, cancellationToken).ConfigureAwait(false);
            }
        }

        Progress(items.Count - done);
        ReportFailures(results);
        ReportTruncated(results);
        return results!;
    }

    private Dictionary<TowerRuntime, List<int>> SortByTower(IReadOnlyList<AIContent> items, EncodingResult?[] results)
    {
        var byTower = new Dictionary<TowerRuntime, List<int>>();
        for (var i = 0; i < items.Count; i++)
        {
            if (FindTower(items[i]) is not { } tower)
            {
                results[i] = EncodingResult.Failed(NotEncodable(items[i]));
                continue;
            }

            if (!byTower.TryGetValue(tower, out var positions))
            {
                byTower[tower] = positions = [];
            }

            positions.Add(i);
        }

        return byTower;
    }

    private void ReportTruncated(EncodingResult?[] results)
    {
        var truncated = results.Count(r => r!.Item is { IsTruncated: true });
        if (truncated > 0)
        {
            EncoderTelemetry.Truncated.Add(truncated);
            EncoderLog.ItemsTruncated(_logger, truncated, results.Length);
        }
    }

    private void ReportFailures(EncodingResult?[] results)
    {
        var failed = results.Count(r => r!.Error is not null);
        if (failed > 0)
        {
            EncoderTelemetry.Failures.Add(failed);
            EncoderLog.ItemsFailed(_logger, failed, results.Length);
        }
    }
}
