using SkiaSharp;

namespace Reminisce.Training.Learning.Batches;

/// <summary>Decoded square pictures in memory, and crops of them.</summary>
internal sealed class PictureSet
{
    private readonly byte[][] _pixels;

    /// <summary>Makes room for pictures.</summary>
    /// <param name="count">Number of pictures.</param>
    /// <param name="size">Edge they are kept at, in pixels.</param>
    public PictureSet(int count, int size)
        : this([.. Enumerable.Range(0, count).Select(_ => new byte[size * size * 3])], size)
    {
    }

    private PictureSet(byte[][] pixels, int size) => (_pixels, Size) = (pixels, size);

    public int Count => _pixels.Length;

    public int Size { get; }

    /// <summary>As many of the pictures, evenly spread; their pixels are shared.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer.</exception>
    public PictureSet Sample(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Count);
        return new PictureSet([.. Enumerable.Range(0, count).Select(i => _pixels[(long)i * Count / count])], Size);
    }

    /// <summary>Decodes one picture into its place, squashed to the square.</summary>
    /// <exception cref="InvalidDataException">The bytes are not a picture.</exception>
    public void Set(int index, ReadOnlySpan<byte> encoded, string name)
    {
        using var data = SKData.CreateCopy(encoded);
        using var codec = SKCodec.Create(data) ?? throw new InvalidDataException($"'{name}' cannot be decoded as a picture.");
        using var bitmap = SKBitmap.Decode(codec, new SKImageInfo(codec.Info.Width, codec.Info.Height, SKColorType.Rgba8888, SKAlphaType.Unpremul))
            ?? throw new InvalidDataException($"'{name}' cannot be decoded as a picture.");
        using var resized = bitmap.Width == Size && bitmap.Height == Size
            ? null
            : bitmap.Resize(new SKImageInfo(Size, Size, SKColorType.Rgba8888, SKAlphaType.Unpremul), new SKSamplingOptions(SKCubicResampler.Mitchell));
        var pixels = (resized ?? bitmap).GetPixelSpan();
        var target = _pixels[index].AsSpan();
        for (var i = 0; i < Size * Size; i++)
        {
            pixels.Slice(i * 4, 3).CopyTo(target[(i * 3)..]);
        }
    }

    /// <summary>Resamples a square part of a picture to planes <c>[3, edge, edge]</c> from -1 to 1.</summary>
    /// <param name="index">The picture.</param>
    /// <param name="view">The part.</param>
    /// <param name="mirrored">Whether left and right change places.</param>
    /// <param name="edge">Edge of the result.</param>
    /// <param name="target">Receives the planes.</param>
    public void Crop(int index, PictureView view, bool mirrored, int edge, Span<float> target)
    {
        var (left, top, width, height) = view;
        ReadOnlySpan<byte> source = _pixels[index];
        Span<int> columns = stackalloc int[edge];
        Span<float> shares = stackalloc float[edge];
        for (var x = 0; x < edge; x++)
        {
            var at = left + (((mirrored ? edge - 1 - x : x) + 0.5f) * width / edge) - 0.5f;
            at = Math.Clamp(at, 0, Size - 1.001f);
            columns[x] = (int)at * 3;
            shares[x] = at - (int)at;
        }

        for (var y = 0; y < edge; y++)
        {
            var at = Math.Clamp(top + ((y + 0.5f) * height / edge) - 0.5f, 0, Size - 1.001f);
            var share = at - (int)at;
            var upper = source.Slice((int)at * Size * 3, Size * 3);
            var lower = source.Slice(((int)at + 1) * Size * 3, Size * 3);
            for (var x = 0; x < edge; x++)
            {
                for (var channel = 0; channel < 3; channel++)
                {
                    var i = columns[x] + channel;
                    var above = upper[i] + (shares[x] * (upper[i + 3] - upper[i]));
                    var below = lower[i] + (shares[x] * (lower[i + 3] - lower[i]));
                    target[(((channel * edge) + y) * edge) + x] = ((above + (share * (below - above))) / 127.5f) - 1;
                }
            }
        }
    }
}
