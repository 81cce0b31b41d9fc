using System.Buffers;
using System.Globalization;
using SkiaSharp;

namespace Reminisce.Encoders;

/// <summary>An encoded picture with its header read and its size checked. The bytes stay pinned until disposal.</summary>
internal sealed unsafe class PictureSource : IDisposable
{
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

    /// <summary>Decodes to opaque sRGB on white, in stored orientation, at no less than twice the stored size that is wanted.</summary>
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
                throw new PictureException(result is SKCodecResult.IncompleteInput or SKCodecResult.ErrorInInput
                    ? "The picture is damaged or cut short; fetch or save it again."
                    : $"The picture cannot be decoded ({result}); save it as JPEG or PNG.");
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
        var scale = Math.Max(2f * wantedWidth / full.Width, 2f * wantedHeight / full.Height);
        if (scale >= 1 || _codec.EncodedFormat != SKEncodedImageFormat.Jpeg)
        {
            return full;
        }

        var scaled = _codec.GetScaledDimensions(scale);
        return scaled.Width >= wantedWidth && scaled.Height >= wantedHeight ? scaled : full;
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
