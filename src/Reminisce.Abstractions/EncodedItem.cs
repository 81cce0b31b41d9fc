namespace Reminisce;

/// <summary>The embedding of one item and how deep it was encoded.</summary>
/// <remarks>Immutable; safe to share between threads. (Paper: coarse or fine embedding.)</remarks>
/// <param name="Vector">The embedding, L2-normalised, <see cref="IEarlyExitEncoder.Dimensions"/> numbers.</param>
/// <param name="Exit">The exit at which encoding stopped.</param>
/// <param name="Activation">What is needed to go on, or <see langword="null"/> at full depth or when not asked for.</param>
public sealed record EncodedItem(ReadOnlyMemory<float> Vector, ExitLayer Exit, Activation? Activation)
{
    /// <summary>Gets whether the content was longer than the encoder takes, so that the embedding tells of its beginning only.</summary>
    /// <value>The default is <see langword="false"/>, also for items finished from an activation, which does not say.</value>
    public bool IsTruncated { get; init; }
}
