namespace Reminisce.Encoders;

/// <summary>How the stages of one tower are run.</summary>
/// <param name="BatchSize">Items that take a stage together.</param>
/// <param name="Workers">Runs of a stage side by side.</param>
/// <param name="Threads">Threads of one run.</param>
/// <param name="TokensPerRun">Tokens of one run; a longer item runs alone.</param>
/// <param name="Costs">What stages and heads cost, where it was measured.</param>
internal sealed record TowerTuning(int BatchSize, int Workers, int Threads, int TokensPerRun, StageCosts? Costs)
{
    /// <summary>Bytes that the widest tensor between two layers of a run may take, about what a core caches by itself.</summary>
    private const int CachedBytes = 768 * 1024;

    /// <summary>The feed-forward layers of usual transformers are four times as wide as their states.</summary>
    private const int Widening = 4;

    /// <summary>Multiplications and additions that one core does in about a quarter of a second.</summary>
    private const double LongOperations = 1e10;

    /// <summary>Chooses what the options leave open, without measuring.</summary>
    /// <remarks>
    /// A core for each run gives the most items a second. Where one item keeps a core busy for long, a query would wait for that: then all
    /// threads share each run.
    /// </remarks>
    public static TowerTuning For(PackTower tower, EarlyExitEncoderOptions options)
    {
        // Four products of width by width in attention and two of four times that behind it, a multiplication and an addition each.
        var operations = 24.0 * tower.Width * tower.Width * tower.Layers * tower.MaxTokens;
        var threads = options.ThreadsPerRun > 0 ? Math.Min(options.ThreadsPerRun, options.EffectiveThreads) : operations > LongOperations ? options.EffectiveThreads : 1;
        var tokens = options.ItemsPerRun > 0 ? (long)options.ItemsPerRun * tower.MaxTokens : (long)CachedBytes * threads / (tower.Width * Widening * sizeof(float));
        return new TowerTuning(options.BatchSize, Math.Max(1, options.EffectiveThreads / threads), threads, (int)Math.Clamp(tokens, 1, int.MaxValue), null);
    }

    /// <summary>Gets the items of one run, so that all workers have as many runs.</summary>
    /// <param name="items">Items of the batch.</param>
    /// <param name="tokens">Tokens of each.</param>
    public int ItemsPerRun(int items, int tokens)
    {
        var runs = Ceiling(items, Math.Max(1, TokensPerRun / tokens));
        return Ceiling(items, Ceiling(runs, Workers) * Workers);
    }

    private static int Ceiling(int dividend, int divisor) => (dividend + divisor - 1) / divisor;
}
