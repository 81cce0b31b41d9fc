using System.Globalization;
using MetadataExtractor;
using MetadataExtractor.Formats.Exif;

namespace ChatWithMemory.Import;

/// <summary>When a picture was taken, by its own metadata.</summary>
internal static class PictureTime
{
    private const string ExifFormat = "yyyy:MM:dd HH:mm:ss";
    private const int OffsetTimeOriginal = 0x9011;

    /// <summary>Reads EXIF DateTimeOriginal; without its offset it is in the given zone.</summary>
    /// <returns>The time, or nothing when the picture does not tell.</returns>
    public static DateTimeOffset? Read(byte[] picture, TimeZoneInfo zone)
    {
        try
        {
            using var stream = new MemoryStream(picture, writable: false);
            var exif = ImageMetadataReader.ReadMetadata(stream).OfType<ExifSubIfdDirectory>().FirstOrDefault();
            var text = exif?.GetString(ExifDirectoryBase.TagDateTimeOriginal);
            if (!DateTime.TryParseExact(text, ExifFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local))
            {
                return null;
            }

            var offset = exif!.GetString(OffsetTimeOriginal);
            return TimeSpan.TryParse(offset?.TrimStart('+'), CultureInfo.InvariantCulture, out var span) && span.Duration() <= TimeSpan.FromHours(14)
                ? new DateTimeOffset(local, span)
                : new DateTimeOffset(local, zone.GetUtcOffset(local));
        }
        catch (Exception exception) when (exception is ImageProcessingException or IOException or MetadataException)
        {
            // A picture without readable metadata has the time of its file; whether it can be decoded is the encoder's word.
            return null;
        }
    }
}
