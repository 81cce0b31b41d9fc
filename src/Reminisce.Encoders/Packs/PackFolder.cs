using System.Globalization;

namespace Reminisce.Encoders;

/// <summary>The only place that touches a pack's files: paths stay inside, links are refused, sizes are known before a read.</summary>
internal static class PackFolder
{
    public static byte[] ReadManifest(string folder)
    {
        var info = Find(folder, PackManifest.FileName);
        if (info.Length is 0 or > PackManifest.MaxManifestBytes)
        {
            throw new ModelPackException(
                PackManifest.FileName,
                string.Create(CultureInfo.InvariantCulture, $"1 to {PackManifest.MaxManifestBytes} bytes"),
                string.Create(CultureInfo.InvariantCulture, $"{info.Length}"));
        }

        return ReadExactly(info, PackManifest.FileName);
    }

    /// <summary>Reads a file whose size and hash agree with the manifest; other bytes never leave this method.</summary>
    public static byte[] ReadVerified(string folder, string path, PackFile expected, byte[]? reuse = null)
    {
        var info = Find(folder, path);
        if (info.Length != expected.Bytes)
        {
            throw new ModelPackException(path, Bytes(expected.Bytes), Bytes(info.Length));
        }

        var content = ReadExactly(info, path, reuse);
        var found = PackFile.Of(content);
        return found == expected
            ? content
            : throw new ModelPackException(path, $"SHA-256 {expected.Sha256}", found.Sha256);
    }

    /// <summary>Writes a file under a temporary name, flushes it to disk and puts it in place.</summary>
    public static void WriteFile(string folder, string path, ReadOnlySpan<byte> content)
    {
        var target = Path.Combine(folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        var temporary = target + ".tmp";
        using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            stream.Write(content);
            stream.Flush(flushToDisk: true);
        }

        File.Move(temporary, target, overwrite: true);
    }

    private static FileInfo Find(string folder, string path)
    {
        if (!Directory.Exists(folder))
        {
            throw new ModelPackException(PackManifest.FileName, "a folder around it", $"no folder named '{Path.GetFileName(Path.TrimEndingDirectorySeparator(folder))}'");
        }

        var current = folder;
        foreach (var part in path.Split('/'))
        {
            current = Path.Combine(current, part);
            if (new FileInfo(current).LinkTarget is not null)
            {
                throw new ModelPackException(path, "no links on its way", $"the link '{part}'");
            }
        }

        var info = new FileInfo(current);
        return info.Exists ? info : throw new ModelPackException(path, "a file of that name", "none");
    }

    private static byte[] ReadExactly(FileInfo info, string path, byte[]? reuse = null)
    {
        try
        {
            using var stream = new FileStream(info.FullName, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.SequentialScan);
            var content = reuse?.Length == info.Length ? reuse : new byte[info.Length];
            stream.ReadExactly(content);
            return stream.ReadByte() < 0
                ? content
                : throw new ModelPackException(path, Bytes(info.Length), "more");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ModelPackException(path, "readable bytes", e.Message.Replace(info.FullName, path, StringComparison.Ordinal), e);
        }
    }

    private static string Bytes(long count) => string.Create(CultureInfo.InvariantCulture, $"{count} bytes");
}
