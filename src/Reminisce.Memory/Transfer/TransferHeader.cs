namespace Reminisce.Memory.Transfer;

/// <summary>The first line of an export.</summary>
/// <param name="Format">Always <see cref="TransferFormat.Name"/>.</param>
/// <param name="Version">The version of the form.</param>
/// <param name="Encoder">The fingerprint of the encoder that made the vectors.</param>
internal sealed record TransferHeader(string Format, int Version, string Encoder);
