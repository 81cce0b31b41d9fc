using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Reminisce.Encoders;

/// <summary>The contents of <c>pack.json</c>: what a model pack holds and the hash of every file in it.</summary>
/// <remarks>Immutable. The format is described in docs/model-packs.md.</remarks>
public sealed record PackManifest
{
    /// <summary>The name of the manifest inside a pack's folder.</summary>
    public const string FileName = "pack.json";

    /// <summary>What <see cref="Format"/> must be.</summary>
    public const string FormatName = "reminisce-pack";

    /// <summary>The format version that this library reads and writes.</summary>
    public const int CurrentFormatVersion = 1;

    /// <summary>The largest manifest that is read, in bytes.</summary>
    public const int MaxManifestBytes = 4 * 1024 * 1024;

    /// <summary>Gets the format's name.</summary>
    /// <value>The default is <see cref="FormatName"/>.</value>
    [JsonRequired]
    public string Format { get; init; } = FormatName;

    /// <summary>Gets the format's version.</summary>
    /// <value>The default is <see cref="CurrentFormatVersion"/>.</value>
    [JsonRequired]
    public int FormatVersion { get; init; } = CurrentFormatVersion;

    /// <summary>Gets the pack's name, <c>[a-z0-9-]+</c>.</summary>
    [JsonRequired]
    public required string Name { get; init; }

    /// <summary>Gets the pack's version.</summary>
    [JsonRequired]
    public required string Version { get; init; }

    /// <summary>Gets the SPDX licence expression of the weights.</summary>
    [JsonRequired]
    public required string License { get; init; }

    /// <summary>Gets one sentence for people.</summary>
    public string Description { get; init => field = value ?? ""; } = "";

    /// <summary>Gets the number of dimensions of every embedding.</summary>
    [JsonRequired]
    public required int Dimensions { get; init; }

    /// <summary>Gets the share of unrelated pairs above <see cref="PackCalibration.Floor"/>.</summary>
    public double FloorFalseAcceptRate { get; init; }

    /// <summary>Gets which pictures were held out of training.</summary>
    /// <value>The default is <see langword="null"/>: not known.</value>
    public PackHeldOut? HeldOut { get; init; }

    /// <summary>Gets the encoders.</summary>
    [JsonRequired]
    public required IReadOnlyList<PackTower> Towers { get; init; }

    /// <summary>Gets the query heads, one for every query tower and exit it can be compared with.</summary>
    /// <value>The default is empty.</value>
    public IReadOnlyList<PackQueryHead> QueryHeads { get; init => field = value ?? []; } = []; // The reader of JSON gives absent values as null.

    /// <summary>Gets every file of the pack but the manifest, by path.</summary>
    /// <value>The default is empty; <see cref="PackWriter"/> fills it.</value>
    [JsonRequired]
    public IReadOnlyDictionary<string, PackFile> Files { get; init; } = new Dictionary<string, PackFile>();

    /// <summary>Reads and checks the manifest of a pack; no other file is touched.</summary>
    /// <param name="folder">The pack's folder.</param>
    /// <returns>The manifest.</returns>
    /// <exception cref="ModelPackException">The manifest is missing, not readable, or breaks a rule of the format.</exception>
    public static PackManifest Load(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        return Parse(PackFolder.ReadManifest(folder));
    }

    /// <summary>Reads and checks a manifest.</summary>
    /// <param name="utf8Json">The bytes of <c>pack.json</c>.</param>
    /// <returns>The manifest.</returns>
    /// <exception cref="ModelPackException">The bytes are no manifest, or break a rule of the format.</exception>
    public static PackManifest Parse(ReadOnlySpan<byte> utf8Json)
    {
        PackManifest? manifest;
        try
        {
            PackHeader.Check(JsonSerializer.Deserialize(utf8Json, PackJsonContext.Default.PackHeader));
            manifest = JsonSerializer.Deserialize(utf8Json, PackJsonContext.Default.PackManifest);
        }
        catch (JsonException e)
        {
            throw new ModelPackException(FileName, "a manifest of format version 1 in JSON", e.Message, e);
        }

        if (manifest is null)
        {
            throw new ModelPackException(FileName, "a manifest of format version 1 in JSON", "null");
        }

        manifest.Validate();
        return manifest;
    }

    /// <summary>Checks every rule of the format that needs no other file.</summary>
    /// <exception cref="ModelPackException">A rule is broken; the message names it.</exception>
    public void Validate() => PackRules.Check(this);

    /// <summary>Checks the manifest and writes it; a half-written manifest is never seen.</summary>
    /// <param name="folder">The pack's folder, which is made when missing.</param>
    /// <exception cref="ModelPackException">A rule of the format is broken.</exception>
    public void Save(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        Validate();
        PackFolder.WriteFile(folder, FileName, JsonSerializer.SerializeToUtf8Bytes(this, PackJsonContext.Default.PackManifest));
    }

    /// <summary>Computes what tells this pack's vector spaces apart from every other's.</summary>
    /// <returns>The first 32 hexadecimal digits of the SHA-256 over the files' paths and hashes, sorted by path.</returns>
    public string ComputeFingerprint()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (path, file) in Files.OrderBy(f => f.Key, StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{path} {file.Sha256}\n"));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..32];
    }
}
