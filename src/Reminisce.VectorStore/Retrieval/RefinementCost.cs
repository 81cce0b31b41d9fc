namespace Reminisce.VectorData;

/// <summary>A running estimate of what finishing one item costs, so that a latency budget can stop before it overruns.</summary>
/// <remarks>Safe for concurrent calls. Exponential mean with weight 0.2 on the newest batch.</remarks>
internal sealed class RefinementCost
{
    private readonly Lock _lock = new();
    private double _secondsPerItem = double.NaN;

    /// <summary>Estimates the time of a batch; zero before anything was measured.</summary>
    public TimeSpan Estimate(int items)
    {
        lock (_lock)
        {
            return double.IsNaN(_secondsPerItem) ? TimeSpan.Zero : TimeSpan.FromSeconds(_secondsPerItem * items);
        }
    }

    public void Report(int items, TimeSpan elapsed)
    {
        if (items == 0)
        {
            return;
        }

        var seconds = elapsed.TotalSeconds / items;
        lock (_lock)
        {
            _secondsPerItem = double.IsNaN(_secondsPerItem) ? seconds : (0.8 * _secondsPerItem) + (0.2 * seconds);
        }
    }
}
