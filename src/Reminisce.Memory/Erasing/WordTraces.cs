using System.Text;

namespace Reminisce.Memory.Erasing;

/// <summary>Looks for words in the bytes of files, whatever the format of the files.</summary>
internal static class WordTraces
{
    private const int BlockSize = 1 << 20;

    /// <summary>Finds words in any file of a folder and its subfolders.</summary>
    /// <returns>One sentence for each file and word by its number; it does not repeat the word.</returns>
    public static IReadOnlyList<string> Find(string folder, IReadOnlyList<string> words)
    {
        var patterns = words.SelectMany((word, i) => new[] { Encoding.UTF8, Encoding.Unicode, Encoding.BigEndianUnicode }
            .Select(encoding => (Bytes: encoding.GetBytes(word), Number: i + 1, Encoding: encoding.WebName))).ToArray();
        var found = new List<string>();
        if (patterns.Length == 0)
        {
            return found;
        }

        foreach (var path in Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            found.AddRange(In(path, [.. patterns.Select(p => p.Bytes)])
                .Select(i => $"{Path.GetRelativePath(folder, path).Replace(Path.DirectorySeparatorChar, '/')} holds word {patterns[i].Number} as {patterns[i].Encoding}."));
        }

        return found;
    }

    /// <summary>Reads block by block; what a block ends with is looked at again with the next one.</summary>
    private static SortedSet<int> In(string path, byte[][] patterns)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        var overlap = patterns.Max(p => p.Length) - 1;
        var buffer = new byte[overlap + BlockSize];
        var seen = new SortedSet<int>();
        for (var kept = 0; stream.ReadAtLeast(buffer.AsSpan(kept), BlockSize, throwOnEndOfStream: false) is > 0 and var read;)
        {
            var length = kept + read;
            for (var i = 0; i < patterns.Length; i++)
            {
                if (buffer.AsSpan(0, length).IndexOf(patterns[i]) >= 0)
                {
                    seen.Add(i);
                }
            }

            kept = Math.Min(overlap, length);
            buffer.AsSpan(length - kept, kept).CopyTo(buffer);
        }

        return seen;
    }
}
