using System.Globalization;

namespace Reminisce.Encoders;

/// <summary>The part of a manifest that every format version has; read first, so that a newer pack is refused by its version.</summary>
internal sealed record PackHeader(string? Format, int? FormatVersion)
{
    public static void Check(PackHeader? header)
    {
        if (header?.Format != PackManifest.FormatName)
        {
            throw new ModelPackException(PackManifest.FileName, $"format '{PackManifest.FormatName}'", header?.Format is { } f ? $"'{f}'" : "none");
        }

        if (header.FormatVersion != PackManifest.CurrentFormatVersion)
        {
            throw new ModelPackException(
                PackManifest.FileName,
                string.Create(CultureInfo.InvariantCulture, $"formatVersion {PackManifest.CurrentFormatVersion}, the one this library reads"),
                header.FormatVersion?.ToString(CultureInfo.InvariantCulture) ?? "none");
        }
    }
}
