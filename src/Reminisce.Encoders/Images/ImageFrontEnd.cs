using Microsoft.Extensions.AI;

namespace Reminisce.Encoders;

/// <summary>Decodes pictures for an image tower.</summary>
internal sealed class ImageFrontEnd(PictureTransform transform, int tokens, PictureLimits limits, int threads) : TensorFrontEnd(transform, tokens, threads)
{
    public override string Takes => "DataContent with an image media type";

    protected override bool Accepts(DataContent data) => data.HasTopLevelMediaType("image");

    protected override void Fill(ReadOnlyMemory<byte> data, Span<float> tensor, out bool truncated)
    {
        PictureTensor.Fill(data, transform, limits, tensor);
        truncated = false;
    }
}
