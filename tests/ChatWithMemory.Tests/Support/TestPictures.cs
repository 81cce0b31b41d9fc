using System.Buffers.Binary;
using System.Text;
using SkiaSharp;

namespace ChatWithMemory.Tests;

/// <summary>Pictures made in memory, good ones and hostile ones.</summary>
internal static class TestPictures
{
    public static byte[] Draw(int seed, SKEncodedImageFormat format)
    {
        var random = new Random(seed);
        using var bitmap = new SKBitmap(96, 72);
        using (var canvas = new SKCanvas(bitmap))
        {
            canvas.Clear(Color(random));
            for (var i = 0; i < 6; i++)
            {
                using var paint = new SKPaint { Color = Color(random) };
                canvas.DrawRect(random.Next(70), random.Next(50), 10 + random.Next(30), 10 + random.Next(30), paint);
            }
        }

        using var data = bitmap.Encode(format, 80);
        return data.ToArray();
    }

    /// <summary>A JPEG whose EXIF says when it was taken.</summary>
    public static byte[] Taken(int seed, string time, string? offset = null)
    {
        var exif = Exif(time, offset);
        var jpeg = Draw(seed, SKEncodedImageFormat.Jpeg);
        byte[] length = [(byte)((exif.Length + 2) >> 8), (byte)(exif.Length + 2)];
        return [.. jpeg.AsSpan(0, 2), 0xFF, 0xE1, .. length, .. exif, .. jpeg.AsSpan(2)];
    }

    /// <summary>A PNG of a few bytes whose header promises 100,000 x 100,000 pixels.</summary>
    public static byte[] HugeHeader()
    {
        var png = Draw(1, SKEncodedImageFormat.Png);
        BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(16), 100_000);
        BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(20), 100_000);
        BinaryPrimitives.WriteUInt32BigEndian(png.AsSpan(29), Crc32(png.AsSpan(12, 17)));
        return png;
    }

    private static SKColor Color(Random random) => new((byte)random.Next(256), (byte)random.Next(256), (byte)random.Next(256));

    // TIFF, little endian: IFD0 with a pointer to the Exif IFD, which holds DateTimeOriginal and OffsetTimeOriginal.
    private static byte[] Exif(string time, string? offset)
    {
        var values = new List<(ushort Tag, byte[] Text)> { (0x9003, Encoding.ASCII.GetBytes(time + "\0")) };
        if (offset is not null)
        {
            values.Add((0x9011, Encoding.ASCII.GetBytes(offset + "\0")));
        }

        const int exifIfd = 8 + 2 + 12 + 4;
        var textAt = exifIfd + 2 + (12 * values.Count) + 4;
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write("Exif\0\0"u8);
        writer.Write("II*\0"u8);
        writer.Write(8);
        WriteEntries(writer, [(0x8769, 4, 1, exifIfd)]);
        var entries = new List<(ushort Tag, ushort Type, int Count, int Value)>();
        foreach (var (tag, text) in values)
        {
            entries.Add((tag, 2, text.Length, textAt));
            textAt += text.Length;
        }

        WriteEntries(writer, entries);
        values.ForEach(value => writer.Write(value.Text));
        writer.Flush();
        return stream.ToArray();
    }

    private static void WriteEntries(BinaryWriter writer, List<(ushort Tag, ushort Type, int Count, int Value)> entries)
    {
        writer.Write((ushort)entries.Count);
        foreach (var (tag, type, count, value) in entries)
        {
            writer.Write(tag);
            writer.Write(type);
            writer.Write(count);
            writer.Write(value);
        }

        writer.Write(0);
    }

    private static uint Crc32(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var one in bytes)
        {
            crc ^= one;
            for (var i = 0; i < 8; i++)
            {
                crc = (crc >> 1) ^ ((crc & 1) == 1 ? 0xEDB88320u : 0);
            }
        }

        return ~crc;
    }
}
