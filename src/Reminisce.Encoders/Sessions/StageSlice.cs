using Microsoft.ML.OnnxRuntime;

namespace Reminisce.Encoders;

/// <summary>Some items of a batch as one run of a stage reads and writes them.</summary>
internal readonly record struct StageSlice(OrtValue Input, OrtValue? Mask, OrtValue Output);
