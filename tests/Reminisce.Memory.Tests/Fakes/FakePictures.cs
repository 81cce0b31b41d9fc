using System.Text;
using Reminisce.Memory.Media;

namespace Reminisce.Memory.Tests.Fakes;

/// <summary>Pictures whose bytes are the words they show: each different letter is a bit, a thumbnail is the beginning of the words.</summary>
internal sealed class FakePictures : IPictureReader
{
    public ulong? Hash(ReadOnlyMemory<byte> picture)
    {
        var words = Encoding.UTF8.GetString(picture.Span);
        return words == WordVectors.Undecodable ? null : words.Where(char.IsAsciiLetterOrDigit).Aggregate(0UL, (bits, c) => bits | (1UL << (c % 64)));
    }

    public byte[]? Thumbnail(ReadOnlyMemory<byte> picture, int maximumSide) => Hash(picture) is null ? null : picture.Span[..Math.Min(5, picture.Length)].ToArray();
}
