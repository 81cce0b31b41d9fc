namespace Reminisce.Encoders;

/// <summary>The graph that tells from an item's superficial embedding how deep it must go. (Paper: data-aware pre-exit predictor.)</summary>
/// <param name="File">The graph, a path inside the pack.</param>
/// <param name="ConfidenceFloor">Probability, 0 to 1, below which the next deeper exit is taken; not used where there is a <see cref="Choice"/>.</param>
public sealed record PackPredictor(string File, double ConfidenceFloor)
{
    /// <summary>Gets how the exit is chosen by risk.</summary>
    /// <value>The default is <see langword="null"/>: the likeliest exit, or the one behind it where <see cref="ConfidenceFloor"/> is not reached.</value>
    public PackExitChoice? Choice { get; init; }
}
