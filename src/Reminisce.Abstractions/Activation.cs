namespace Reminisce;

/// <summary>The token activations of one item at an exit: what an encoder needs to go on from there.</summary>
/// <remarks>
/// Immutable; safe to share between threads. Holds no reference to native memory. Only the encoder whose fingerprint it
/// carries can resume it. Shape of the decoded tensor: <c>[Tokens, Width]</c>, real tokens only, without padding.
/// Activations can be inverted to something close to the item: treat them as the item itself. (Paper: cached
/// intermediate activation.)
/// </remarks>
public sealed class Activation
{
    /// <summary>Initialises an activation.</summary>
    /// <param name="fingerprint">Fingerprint of the encoder that made it.</param>
    /// <param name="exit">The exit after whose last block it was taken.</param>
    /// <param name="tokens">Number of tokens, at least 1.</param>
    /// <param name="width">Numbers per token, at least 1.</param>
    /// <param name="format">How <paramref name="data"/> is coded.</param>
    /// <param name="data">The coded numbers; not copied, so the caller must not change them afterwards.</param>
    /// <exception cref="ArgumentException">The fingerprint is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A shape is below 1.</exception>
    public Activation(string fingerprint, ExitLayer exit, int tokens, int width, ActivationFormat format, ReadOnlyMemory<byte> data)
    {
        ArgumentException.ThrowIfNullOrEmpty(fingerprint);
        ArgumentNullException.ThrowIfNull(exit);
        ArgumentOutOfRangeException.ThrowIfLessThan(tokens, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        Fingerprint = fingerprint;
        Exit = exit;
        Tokens = tokens;
        Width = width;
        Format = format;
        Data = data;
    }

    /// <summary>Gets the fingerprint of the encoder that made it.</summary>
    public string Fingerprint { get; }

    /// <summary>Gets the exit after whose last block it was taken.</summary>
    public ExitLayer Exit { get; }

    /// <summary>Gets the number of tokens.</summary>
    public int Tokens { get; }

    /// <summary>Gets the numbers per token.</summary>
    public int Width { get; }

    /// <summary>Gets how <see cref="Data"/> is coded.</summary>
    public ActivationFormat Format { get; }

    /// <summary>Gets the coded numbers.</summary>
    public ReadOnlyMemory<byte> Data { get; }
}
