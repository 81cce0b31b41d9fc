using System.Diagnostics;

namespace Reminisce.Evaluation;

/// <summary>Times contestants query by query, in an order drawn anew for each query, so that a noisy machine disturbs all alike.</summary>
internal static class Contest
{
    // Enough for the compiler to have optimised what runs; a slow contestant is warm after its first few answers.
    private const int WarmUps = 200;
    private const int LeastWarmUps = 3;
    private const int LeastAnswers = 20;
    private static readonly TimeSpan s_warmUp = TimeSpan.FromSeconds(1);

    /// <summary>How long one contestant may take in all; slow ones answer only every n-th query.</summary>
    private static readonly TimeSpan s_share = TimeSpan.FromSeconds(10);

    /// <summary>Warms all up and times them; the times are in the contestants.</summary>
    public static async Task RunAsync(IReadOnlyList<Contestant> contestants, int queries, Random random, CancellationToken cancellationToken)
    {
        var every = new int[contestants.Count];
        for (var i = 0; i < every.Length; i++)
        {
            every[i] = Every(await WarmUpAsync(contestants[i], queries), queries);
        }

        var order = Enumerable.Range(0, contestants.Count).ToArray();
        for (var query = 0; query < queries; query++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            random.Shuffle(order);
            foreach (var i in order)
            {
                if (query % every[i] == 0)
                {
                    contestants[i].Add(await TimeAsync(contestants[i], query));
                }
            }
        }
    }

    private static async Task<double> WarmUpAsync(Contestant contestant, int queries)
    {
        var start = Stopwatch.GetTimestamp();
        var fastest = double.MaxValue;
        for (var i = 0; i < WarmUps && (i < LeastWarmUps || Stopwatch.GetElapsedTime(start) < s_warmUp); i++)
        {
            fastest = Math.Min(fastest, await TimeAsync(contestant, i % queries));
        }

        return fastest;
    }

    private static int Every(double microseconds, int queries)
    {
        var affordable = Math.Clamp((int)(s_share.TotalMicroseconds / Math.Max(microseconds, 1)), Math.Min(LeastAnswers, queries), queries);
        return queries / affordable;
    }

    private static async ValueTask<double> TimeAsync(Contestant contestant, int query)
    {
        var start = Stopwatch.GetTimestamp();
        await contestant.AnswerAsync(query);
        return Stopwatch.GetElapsedTime(start).TotalMicroseconds;
    }
}
