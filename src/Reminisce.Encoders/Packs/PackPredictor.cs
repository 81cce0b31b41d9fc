namespace Reminisce.Encoders;

/// <summary>The graph that tells from an item's superficial embedding how deep it must go. (Paper: data-aware pre-exit predictor.)</summary>
/// <param name="File">The graph, a path inside the pack.</param>
/// <param name="ConfidenceFloor">Probability, 0 to 1, below which the next deeper exit is taken.</param>
public sealed record PackPredictor(string File, double ConfidenceFloor);
