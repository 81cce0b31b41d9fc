using Reminisce.Memory.Storage;

namespace Reminisce.Memory.Media;

/// <summary>Reads the original that a media reference points to.</summary>
internal static class OriginalMedia
{
    /// <summary>Reads an original; one that is no file, is gone, or is not what was remembered gives nothing.</summary>
    public static async Task<byte[]?> ReadAsync(MemoryRecord record, CancellationToken cancellationToken)
    {
        if (record.MediaType is null || !File.Exists(record.MediaReference))
        {
            return null;
        }

        byte[] bytes;
        try
        {
            bytes = await File.ReadAllBytesAsync(record.MediaReference, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Between the look and the read it went away, or it may no longer be read: as good as gone.
            return null;
        }

        return MemoryIdentity.HashContent(record.Text, bytes, record.MediaType) == record.ContentHash ? bytes : null;
    }
}
