namespace Reminisce;

/// <summary>What the similarity of unrelated pairs looks like at one exit, so that scores of several exits can be compared.</summary>
/// <remarks>Immutable. Measured on held-out pairs when the pack was built. (Paper: the merge of D3; scores of different layers live on different scales.)</remarks>
/// <param name="Mean">Mean cosine similarity of unrelated query and item pairs.</param>
/// <param name="Deviation">Standard deviation of the same, above 0.</param>
/// <param name="Floor">Cosine similarity that only the share of unrelated pairs stated in the pack exceeds; below it a hit is "nothing relevant".</param>
public sealed record ScoreCalibration(double Mean, double Deviation, double Floor)
{
    /// <summary>Gets the share of unrelated pairs above <see cref="Floor"/>, above 0 and below 1.</summary>
    /// <value><see langword="null"/> when it is not known.</value>
    public double? FloorRate { get; init; }

    /// <summary>Gets how scores at this exit move when items are finished.</summary>
    /// <value><see langword="null"/> when it is not known, and at full depth.</value>
    public ScoreMovement? Movement { get; init; }

    /// <summary>Gets the calibration that leaves cosine similarities as they are and floors nothing.</summary>
    public static ScoreCalibration Identity { get; } = new(0, 1, -1);

    /// <summary>Expresses a similarity in standard deviations above unrelated pairs.</summary>
    /// <param name="similarity">A cosine similarity.</param>
    /// <returns><c>(similarity - Mean) / Deviation</c>.</returns>
    public double Normalize(double similarity) => (similarity - Mean) / Deviation;
}
