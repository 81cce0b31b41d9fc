using Reminisce.Encoders;

namespace Reminisce.Training;

/// <summary>A pack that was written with smaller weights.</summary>
/// <param name="Manifest">What the new pack holds.</param>
/// <param name="Matrices">Weight matrices that were quantised; 0 for <see cref="WeightFormat.Fp16"/>.</param>
/// <param name="BytesBefore">Bytes of all files of the pack that was read.</param>
/// <param name="BytesAfter">Bytes of all files of the new pack.</param>
public sealed record PackQuantizationReport(PackManifest Manifest, int Matrices, long BytesBefore, long BytesAfter);
