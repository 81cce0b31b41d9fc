namespace Reminisce.Encoders;

/// <summary>One point of the curve of depth against accuracy.</summary>
/// <param name="Coverage">The coverage.</param>
/// <param name="MeanLayer">Layers that items ran on average.</param>
/// <param name="Loss">Share of the full depth's recall at ten that was lost when nothing was finished; below 0 where it was gained.</param>
public sealed record PackExitChoicePoint(double Coverage, double MeanLayer, double Loss)
{
    /// <summary>Gets the share that was lost when searches finished their best candidates, one of twenty items; <see langword="null"/> in packs of before.</summary>
    public double? FinishedLoss { get; init; }
}
