namespace Reminisce.Encoders;

/// <summary>Chooses a batch size by timing doubled ones.</summary>
internal static class BatchChoice
{
    /// <summary>What is this much slower an item than the fastest is as good, if it is smaller: it needs less memory and answers sooner.</summary>
    private const double AsGood = 1.03;

    /// <summary>Times batches of 1, 2, 4 and so on.</summary>
    /// <param name="most">The largest batch.</param>
    /// <param name="seconds">Times one batch of a size.</param>
    /// <param name="budget">Seconds after which no larger batch is begun.</param>
    /// <returns>The smallest batch that is as good as the fastest, and its seconds an item.</returns>
    public static (int BatchSize, double SecondsPerItem) Choose(int most, Func<int, double> seconds, double budget)
    {
        var tried = new List<(int BatchSize, double SecondsPerItem)>();
        var spent = 0.0;
        for (var size = 1; size <= most && (tried.Count == 0 || spent < budget); size *= 2)
        {
            var taken = seconds(size);
            spent += taken;
            tried.Add((size, taken / size));
        }

        var fastest = tried.Min(t => t.SecondsPerItem);
        return tried.First(t => t.SecondsPerItem <= fastest * AsGood);
    }
}
