using Reminisce.Encoders;

namespace Reminisce.Training;

/// <summary>What was built from an exported encoder.</summary>
/// <param name="Manifest">The manifest as written.</param>
/// <param name="Towers">What was found and measured, by tower.</param>
public sealed record EncoderPackReport(PackManifest Manifest, IReadOnlyList<EncoderTowerReport> Towers);
