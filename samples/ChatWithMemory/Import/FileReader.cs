using System.Text;
using Reminisce.Memory;

namespace ChatWithMemory.Import;

/// <summary>Makes something to remember out of a file.</summary>
internal sealed class FileReader(string root, TimeZoneInfo zone)
{
    private const long MaximumTextBytes = 256 * 1024;
    private const long MaximumPictureBytes = 64 * 1024 * 1024;

    private static readonly UTF8Encoding s_strictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static readonly Dictionary<string, string> s_types = new(StringComparer.OrdinalIgnoreCase)
    {
        [".txt"] = "text/plain",
        [".md"] = "text/markdown",
        [".jpg"] = "image/jpeg",
        [".jpeg"] = "image/jpeg",
        [".png"] = "image/png",
        [".webp"] = "image/webp",
    };

    public string NameOf(string path) => Path.GetRelativePath(root, path).Replace('\\', '/');

    /// <summary>Reads a file, or says why it is skipped.</summary>
    public async Task<(MemoryInput? Input, SkippedFile? Skipped)> ReadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            var file = new FileInfo(path);
            if (!s_types.TryGetValue(file.Extension, out var type))
            {
                return Skip(path, $"files of type \"{file.Extension}\" are not imported; known types are {string.Join(", ", s_types.Keys)}.");
            }

            if (file.Length == 0)
            {
                return Skip(path, "the file is empty.");
            }

            var isText = type.StartsWith("text/", StringComparison.Ordinal);
            var limit = isText ? MaximumTextBytes : MaximumPictureBytes;
            if (file.Length > limit)
            {
                return Skip(path, $"the file has {file.Length:N0} bytes; at most {limit:N0} are imported.");
            }

            var bytes = await File.ReadAllBytesAsync(path, cancellationToken);
            return isText ? ReadText(path, file, bytes) : (ReadPicture(path, file, bytes, type), null);
        }
        catch (UnauthorizedAccessException)
        {
            return Skip(path, "the file cannot be read: permission denied.");
        }
        catch (IOException exception)
        {
            return Skip(path, $"the file cannot be read: {exception.Message}");
        }
    }

    private (MemoryInput? Input, SkippedFile? Skipped) ReadText(string path, FileInfo file, byte[] bytes)
    {
        try
        {
            var text = s_strictUtf8.GetString(bytes).TrimStart('\uFEFF').Trim();
            if (text.Length == 0)
            {
                return Skip(path, "the file holds only white space.");
            }

            return text.Contains('\0', StringComparison.Ordinal)
                ? Skip(path, "the file is not text: it holds NUL characters.")
                : (new MemoryInput { Text = text, Source = NameOf(path), MediaReference = path, OccurredAt = FileTime(file) }, null);
        }
        catch (DecoderFallbackException)
        {
            return Skip(path, "the file is not text in UTF-8.");
        }
    }

    private MemoryInput ReadPicture(string path, FileInfo file, byte[] bytes, string type) => new()
    {
        Media = bytes,
        MediaType = type,
        MediaReference = path,
        Source = NameOf(path),
        OccurredAt = PictureTime.Read(bytes, zone) ?? FileTime(file),
    };

    private static DateTimeOffset FileTime(FileInfo file) => new(file.LastWriteTimeUtc, TimeSpan.Zero);

    private (MemoryInput? Input, SkippedFile? Skipped) Skip(string path, string reason) => (null, new SkippedFile(NameOf(path), reason));
}
