using System.Buffers;
using System.Runtime.InteropServices;

namespace Reminisce.Encoders;

/// <summary>Decoded pixels, four bytes each: red, green, blue and one that is not used. The array goes back to its pool on disposal.</summary>
internal sealed class PixelBuffer(int width, int height) : IDisposable
{
    private byte[]? _pixels = ArrayPool<byte>.Shared.Rent(checked(width * height * 4));

    public int Width { get; } = width;

    public int Height { get; } = height;

    public Span<byte> Pixels => _pixels.AsSpan(0, Width * Height * 4);

    public ReadOnlySpan<byte> Row(int y) => Pixels.Slice(y * Width * 4, Width * 4);

    /// <summary>Lays premultiplied pixels on white.</summary>
    public void FlattenOnWhite()
    {
        foreach (ref var pixel in MemoryMarshal.Cast<byte, uint>(Pixels))
        {
            // Premultiplied channels are at most alpha, so adding 255 - alpha to each byte never carries over.
            pixel += (255 - (pixel >> 24)) * 0x01010101u;
        }
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _pixels, null) is { } pixels)
        {
            ArrayPool<byte>.Shared.Return(pixels);
        }
    }
}
