namespace Reminisce.Training;

/// <summary>How much of a tower's stages is stored in one type of numbers.</summary>
/// <param name="Type">The type: <c>fp32</c>, <c>fp16</c>, <c>int8</c>, <c>int4</c> or <c>other</c>.</param>
/// <param name="Bytes">Bytes of such weights.</param>
public sealed record WeightShare(string Type, long Bytes);
