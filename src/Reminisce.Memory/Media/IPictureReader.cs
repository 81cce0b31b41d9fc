namespace Reminisce.Memory.Media;

/// <summary>What the memory wants to know of a picture besides its embedding; cheap, without the encoder.</summary>
/// <remarks>Implementations are safe for concurrent calls. What cannot be decoded gives nothing: it is refused elsewhere, with the reason.</remarks>
internal interface IPictureReader
{
    /// <summary>Computes what a picture looks like, as bits of which near-duplicates differ in few.</summary>
    ulong? Hash(ReadOnlyMemory<byte> picture);

    /// <summary>Makes a small copy, without the metadata of the original.</summary>
    byte[]? Thumbnail(ReadOnlyMemory<byte> picture, int maximumSide);
}
