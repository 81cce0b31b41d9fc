using Reminisce.Encoders;

namespace Reminisce.Memory.Media;

/// <summary>Reads picture files.</summary>
internal sealed class PictureReader : IPictureReader
{
    public static PictureReader Default { get; } = new();

    public ulong? Hash(ReadOnlyMemory<byte> picture)
    {
        try
        {
            return PerceptualHash.Compute(picture);
        }
        catch (PictureException)
        {
            return null;
        }
    }

    public byte[]? Thumbnail(ReadOnlyMemory<byte> picture, int maximumSide)
    {
        try
        {
            return PictureThumbnail.CreateJpeg(picture, maximumSide);
        }
        catch (PictureException)
        {
            return null;
        }
    }
}
