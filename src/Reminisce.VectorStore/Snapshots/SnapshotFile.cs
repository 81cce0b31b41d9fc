using System.Globalization;
using System.Text.RegularExpressions;

namespace Reminisce.VectorData.Snapshots;

/// <summary>What the name of a snapshot's file says: whose graph it is.</summary>
internal sealed partial record SnapshotFile(string Path, long StoreId, long Collection, int Ordinal, string Kind)
{
    public const string Extension = ".hnsw";

    /// <summary>Reads a path; null where it is none of ours.</summary>
    public static SnapshotFile? Parse(string path)
        => Pattern().Match(System.IO.Path.GetFileName(path)) is { Success: true } match
            && long.TryParse(match.Groups[1].ValueSpan, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var store)
            && long.TryParse(match.Groups[2].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var collection)
            && int.TryParse(match.Groups[3].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var ordinal)
            ? new SnapshotFile(path, store, collection, ordinal, match.Groups[4].Value)
            : null;

    [GeneratedRegex(@"^([0-9a-f]{16})-c([0-9]+)-v([0-9]+)-(.+)\.hnsw$", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
