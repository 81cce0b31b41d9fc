namespace Reminisce;

/// <summary>Shorthands for early-exit encoders.</summary>
public static class EarlyExitEncoderExtensions
{
    /// <summary>Shows an encoder as the embedding generator that other libraries expect.</summary>
    /// <param name="encoder">The encoder; it stays the caller's.</param>
    /// <returns>A generator for text, data and any content.</returns>
    public static EarlyExitEmbeddingGenerator AsEmbeddingGenerator(this IEarlyExitEncoder encoder) => new(encoder);
}
