using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.AI;

namespace Reminisce.VectorData;

/// <summary>Turns property values and search values into content for an encoder, and names content by its hash.</summary>
internal static class EncodableContent
{
    /// <summary>What the hashes of vectors begin with; those of content are hexadecimal digits.</summary>
    public const char VectorMark = 'v';

    /// <summary>Tells whether a property of this type can hold content for an early-exit encoder.</summary>
    public static bool IsContentType(Type type) => type == typeof(string) || typeof(AIContent).IsAssignableFrom(type);

    public static AIContent? From(object? value) => value switch
    {
        string text => new TextContent(text),
        AIContent content => content,
        _ => null,
    };

    /// <summary>Hashes kind, media type and bytes: equal hashes mean equal content.</summary>
    /// <exception cref="NotSupportedException">The content is neither text nor data.</exception>
    public static string Hash(AIContent content)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        switch (content)
        {
            case TextContent text:
                hash.AppendData("text\0"u8);
                hash.AppendData(Encoding.UTF8.GetBytes(text.Text));
                break;
            case DataContent data:
                hash.AppendData("data\0"u8);
                hash.AppendData(Encoding.UTF8.GetBytes(data.MediaType + "\0"));
                hash.AppendData(data.Data.Span);
                break;
            default:
                throw new NotSupportedException($"Content of type '{content.GetType().Name}' cannot be embedded; supported are TextContent and DataContent.");
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 16));
    }

    /// <summary>Names a vector that came without its content.</summary>
    public static string Hash(ReadOnlyMemory<float> vector) =>
        VectorMark + Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(vector.Span)).AsSpan(0, 16));
}
