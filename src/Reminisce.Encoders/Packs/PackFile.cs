namespace Reminisce.Encoders;

/// <summary>What a file of a pack must be.</summary>
/// <param name="Sha256">SHA-256 of its bytes, 64 lower-case hexadecimal digits.</param>
/// <param name="Bytes">Its length.</param>
public sealed record PackFile(string Sha256, long Bytes)
{
    /// <summary>Describes bytes.</summary>
    /// <param name="content">The bytes of the file.</param>
    /// <returns>Their hash and length.</returns>
    public static PackFile Of(ReadOnlySpan<byte> content) =>
        new(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(content)), content.Length);
}
