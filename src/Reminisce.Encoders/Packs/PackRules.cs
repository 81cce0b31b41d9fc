using System.Globalization;

namespace Reminisce.Encoders;

/// <summary>The rules of format version 1 that need only the manifest.</summary>
internal static class PackRules
{
    public const int MaxDimensions = 16384;
    public const int MaxLayers = 1024;
    public const int MaxWidth = 65536;
    public const int MaxTokens = 65536;

    public static void Check(PackManifest manifest)
    {
        PackHeader.Check(new PackHeader(manifest.Format, manifest.FormatVersion));
        CheckName("name", manifest.Name);
        Require(!string.IsNullOrWhiteSpace(manifest.Version), "a version", "none");
        Require(!string.IsNullOrWhiteSpace(manifest.License), "a license", "none");
        CheckRange("dimensions", manifest.Dimensions, MaxDimensions);
        Require(manifest.FloorFalseAcceptRate is >= 0 and <= 1, "floorFalseAcceptRate from 0 to 1", Text(manifest.FloorFalseAcceptRate));
        Require(
            manifest.HeldOut is not { } held || (held is { Every: >= 2, First: >= 0 } && held.First < held.Every),
            "heldOut with every of 2 or more and first from 0 to every - 1",
            Printable(manifest.HeldOut?.ToString()));
        foreach (var (path, file) in manifest.Files)
        {
            CheckFile(path, file);
        }

        Require(manifest.Towers.Count > 0, "at least one tower", "none");
        CheckUnique("a tower name", manifest.Towers.Select(t => t?.Name ?? ""));
        CheckUnique("a modality", manifest.Towers.Select(t => t?.Modality ?? ""));
        foreach (var tower in manifest.Towers)
        {
            PackTowerRules.Check(tower, manifest);
        }

        PackQueryHeadRules.Check(manifest);
    }

    /// <summary>A path is relative, uses <c>/</c>, and has only parts that cannot leave the folder on any platform.</summary>
    public static void CheckPath(string? path)
    {
        var good = path is { Length: > 0 and <= 240 }
            && path != PackManifest.FileName
            && path.Split('/').All(part => part.Length > 0 && part.Trim('.').Length > 0 && part[^1] != '.' && part.All(IsPathCharacter));
        Require(good, "relative paths of letters, digits, '.', '_', '-' and '/'", $"'{Printable(path)}'");
    }

    public static void CheckListed(PackManifest manifest, string? path, string owner)
    {
        CheckPath(path);
        Require(manifest.Files.ContainsKey(path!), $"an entry in files for '{path}', which {owner} names", "none");
    }

    public static void CheckName(string what, string? name) => Require(
        name is { Length: > 0 and <= 64 } && name.All(c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-'),
        $"{what} of 1 to 64 characters a-z, 0-9 and '-'",
        $"'{Printable(name)}'");

    public static void CheckRange(string what, int value, int most) =>
        Require(value >= 1 && value <= most, string.Create(CultureInfo.InvariantCulture, $"{what} from 1 to {most}"), Text(value));

    public static void Require(bool holds, string expected, string found)
    {
        if (!holds)
        {
            throw new ModelPackException(PackManifest.FileName, expected, found);
        }
    }

    public static string Text(IFormattable value) => value.ToString(null, CultureInfo.InvariantCulture);

    /// <summary>What a stranger wrote, made safe to show.</summary>
    public static string Printable(string? value)
    {
        var shown = new string([.. (value ?? "").Take(80).Select(c => char.IsControl(c) ? '?' : c)]);
        return value?.Length > 80 ? shown + "..." : shown;
    }

    private static void CheckFile(string path, PackFile? file)
    {
        CheckPath(path);
        Require(file is { Bytes: > 0 and <= int.MaxValue }, $"a size of 1 to 2147483647 bytes for '{path}'", Text(file?.Bytes ?? 0));
        Require(
            file!.Sha256 is { Length: 64 } && file.Sha256.All(char.IsAsciiHexDigitLower),
            $"64 lower-case hexadecimal digits as SHA-256 of '{path}'",
            $"'{Printable(file.Sha256)}'");
    }

    private static void CheckUnique(string what, IEnumerable<string> values)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var value in values)
        {
            Require(seen.Add(value), $"{what} only once", $"'{Printable(value)}' twice");
        }
    }

    private static bool IsPathCharacter(char c) => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-';
}
