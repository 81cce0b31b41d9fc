using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace Reminisce.Memory.Rendering;

/// <summary>How memories are written as JSON.</summary>
internal static class RenderingJson
{
    /// <summary>Readable in every script, yet with angle brackets, quotes and line ends escaped.</summary>
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
    };
}
