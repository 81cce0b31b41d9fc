using System.Buffers;
using System.Globalization;
using SkiaSharp;

namespace Reminisce.Encoders;

/// <summary>An encoded picture with its header read and its size checked. The bytes stay pinned until disposal.</summary>
internal sealed unsafe class PictureSource : IDisposable
{
    // Scaled decoding rounds to whole pixels; below this many that would show.
    private const int LeastScaledSide = 128;

    private readonly MemoryHandle _pin;
    private readonly SKData _data;
    private readonly SKCodec _codec;

    private PictureSource(MemoryHandle pin, SKData data, SKCodec codec)
    {
        _pin = pin;
        _data = data;
        _codec = codec;
    }

    public int UprightWidth => SwapsAxes ? _codec.Info.Height : _codec.Info.Width;

    public int UprightHeight => SwapsAxes ? _codec.Info.Width : _codec.Info.Height;

    public SKEncodedOrigin Origin => _codec.EncodedOrigin;

    public string MediaType => $"image/{_codec.EncodedFormat.ToString().ToLowerInvariant()}";

    private bool SwapsAxes => PictureOrientation.SwapsAxes(Origin);

    public static PictureSource Open(ReadOnlyMemory<byte> data, PictureLimits limits)
    {
        if (data.IsEmpty)
        {
            throw new PictureException("The picture is empty; give the bytes of a picture file.");
        }

        if (data.Length > limits.MaxBytes)
        {
            throw new PictureException(Invariant($"The picture file has {data.Length} bytes; the limit is {limits.MaxBytes}. Scale it down or raise PictureLimits.MaxBytes."));
        }

        var pin = data.Pin();
        SKData? bytes = null;
        SKCodec? codec = null;
        try
        {
            bytes = SKData.Create((nint)pin.Pointer, data.Length);
            codec = SKCodec.Create(bytes) ?? throw new PictureException("The picture cannot be read: it is damaged or of an unknown kind; JPEG, PNG, WebP, GIF and BMP are known.");
            var (width, height) = (codec.Info.Width, codec.Info.Height);
            if (width < 1 || height < 1 || (long)width * height > limits.MaxPixels)
            {
                throw new PictureException(Invariant($"The picture is {width} x {height} pixels; the limit is {limits.MaxPixels} pixels in all. Scale it down or raise PictureLimits.MaxPixels."));
            }

            return new PictureSource(pin, bytes, codec);
        }
        catch
        {
            codec?.Dispose();
            bytes?.Dispose();
            pin.Dispose();
            throw;
        }
    }

    /// <summary>Decodes to opaque sRGB on white, in stored orientation; a JPEG perhaps scaled down, but to no less than twice the size that is wanted.</summary>
    public PixelBuffer Decode(int wantedWidth, int wantedHeight)
    {
        var size = ChooseSize(wantedWidth, wantedHeight);
        var info = new SKImageInfo(size.Width, size.Height, SKColorType.Rgba8888, _codec.Info.IsOpaque ? SKAlphaType.Opaque : SKAlphaType.Premul, SKColorSpace.CreateSrgb());
        var buffer = new PixelBuffer(size.Width, size.Height);
        try
        {
            SKCodecResult result;
            fixed (byte* pixels = buffer.Pixels)
            {
                result = _codec.GetPixels(info, (nint)pixels);
            }

            if (result != SKCodecResult.Success)
            {
                throw new PictureException(result is SKCodecResult.InvalidConversion or SKCodecResult.Unimplemented
                    ? $"The picture's kind of pixels cannot be decoded ({result}); save it as JPEG or PNG."
                    : $"The picture is damaged or cut short ({result}); fetch or save it again.");
            }

            if (info.AlphaType != SKAlphaType.Opaque)
            {
                buffer.FlattenOnWhite();
            }

            return buffer;
        }
        catch
        {
            buffer.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        _codec.Dispose();
        _data.Dispose();
        _pin.Dispose();
    }

    private SKSizeI ChooseSize(int wantedWidth, int wantedHeight)
    {
        var full = new SKSizeI(_codec.Info.Width, _codec.Info.Height);
        var leastWidth = Math.Max(2L * wantedWidth, LeastScaledSide);
        var leastHeight = Math.Max(2L * wantedHeight, LeastScaledSide);
        var scale = Math.Max((float)leastWidth / full.Width, (float)leastHeight / full.Height);
        if (scale >= 1 || _codec.EncodedFormat != SKEncodedImageFormat.Jpeg)
        {
            return full;
        }

        // JPEG scales by eighths; rounded up, so that the answer is not just below what is needed.
        var scaled = _codec.GetScaledDimensions(MathF.Ceiling(scale * 8) / 8);
        return scaled.Width >= leastWidth && scaled.Height >= leastHeight ? scaled : full;
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
