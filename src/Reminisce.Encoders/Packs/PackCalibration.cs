namespace Reminisce.Encoders;

/// <summary>How cosine similarities of unrelated pairs are distributed for one query head.</summary>
/// <param name="Mean">Their mean.</param>
/// <param name="Deviation">Their standard deviation, above 0.</param>
/// <param name="Floor">The similarity that the share <see cref="PackManifest.FloorFalseAcceptRate"/> of them exceeds.</param>
public sealed record PackCalibration(double Mean, double Deviation, double Floor)
{
    /// <summary>Gets how scores move when items of this exit are finished.</summary>
    /// <value><see langword="null"/> when it was not measured, and at full depth.</value>
    public PackMovement? Movement { get; init; }
}
