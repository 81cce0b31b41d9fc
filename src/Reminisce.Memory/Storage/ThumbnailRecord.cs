namespace Reminisce.Memory.Storage;

/// <summary>The small copy of a picture, under the key of its memory.</summary>
internal sealed class ThumbnailRecord
{
    public Guid Key { get; set; }

    public byte[] Jpeg { get; set; } = [];
}
