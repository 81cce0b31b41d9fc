namespace Reminisce.Memory.Rendering;

/// <summary>The source of a memory as a model may see it.</summary>
internal static class SourceName
{
    /// <summary>Keeps apps, names and web addresses; of a path of the machine only the file name stays.</summary>
    public static string ForModel(string source)
    {
        var isFileAddress = source.StartsWith("file:", StringComparison.OrdinalIgnoreCase);
        var isWindowsPath = source.Length > 2 && char.IsAsciiLetter(source[0]) && source[1] == ':' && source[2] is '\\' or '/';
        var isRooted = source.StartsWith('/') || source.StartsWith('\\') || source.StartsWith('~');
        if (!isFileAddress && !isWindowsPath && !isRooted)
        {
            return source;
        }

        var trimmed = source.TrimEnd('/', '\\');
        return trimmed[(trimmed.LastIndexOfAny(['/', '\\', ':']) + 1)..];
    }
}
