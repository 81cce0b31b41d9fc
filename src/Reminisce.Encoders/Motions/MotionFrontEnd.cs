using Microsoft.Extensions.AI;

namespace Reminisce.Encoders;

/// <summary>Decodes motion recordings for a motion tower.</summary>
internal sealed class MotionFrontEnd(MotionTransform transform, int tokens, int threads) : TensorFrontEnd(transform, tokens, threads)
{
    public override string Takes => $"DataContent of media type {MotionContent.MediaType}";

    protected override bool Accepts(DataContent data) => string.Equals(data.MediaType, MotionContent.MediaType, StringComparison.OrdinalIgnoreCase);

    protected override void Fill(ReadOnlyMemory<byte> data, Span<float> tensor, out bool truncated) => truncated = !MotionTensor.Fill(data.Span, transform, tensor);
}
