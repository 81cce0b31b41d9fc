using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Reminisce.Memory.Transfer;

/// <summary>The form of an export: a header, one line of JSON for each memory in time order, and a last line with count and hash.</summary>
internal static class TransferFormat
{
    public const string Name = "reminisce-memories";
    public const int Version = 2;
    public const string FileName = "memories.jsonl";
    public const string MediaFolder = "media";

    /// <summary>Refuses bytes that are no UTF-8 instead of replacing them; writes no mark at the beginning.</summary>
    public static readonly UTF8Encoding Encoding = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        // Readable in any language; it is a file of its own and never part of a page.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        RespectNullableAnnotations = true,
        Converters = { new JsonStringEnumConverter(namingPolicy: null, allowIntegerValues: false) },
    };
}
