namespace Reminisce.VectorData;

/// <summary>When a search stops finishing candidates before all of them are done.</summary>
/// <remarks>Immutable; safe to share between threads. Candidates left out compete with their calibrated coarse score.</remarks>
public sealed record RetrievalBudget
{
    /// <summary>Gets how many candidates are finished together; limits are checked between batches.</summary>
    /// <value>The default is 16, at least 1.</value>
    public int BatchSize { get; init; } = 16;

    /// <summary>Gets the time within which the whole search should end: no batch is begun that is expected to overrun it.</summary>
    /// <value>The default is <see langword="null"/>: no limit. The first batch ever is begun without an estimate.</value>
    public TimeSpan? Latency { get; init; }

    /// <summary>Gets how sure it must be that a candidate cannot reach the results any more before it is left coarse: at least 0.5 and below 1.</summary>
    /// <remarks>
    /// How far finishing moves a score is known from the pack (<see cref="ScoreCalibration.Movement"/>) and, after some hundred finished
    /// candidates, from the store itself. Where it is not known yet, candidates are finished. 0.95 in batches of 8 lost no recall
    /// where that was measured, 0.85 only with an encoder whose exits differ little. Has no effect under <see cref="RetrievalMerge.RankFusion"/>.
    /// </remarks>
    /// <value>The default is <see langword="null"/>: every candidate is finished, which gives the exact order among the candidates.</value>
    public double? SettleConfidence { get; init; }

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(BatchSize, 1);
        if (Latency is { } latency)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(latency, TimeSpan.Zero);
        }

        if (SettleConfidence is { } confidence)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(confidence, 0.5);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(confidence, 1);
        }
    }
}
