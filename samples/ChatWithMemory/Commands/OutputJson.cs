using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace ChatWithMemory.Commands;

/// <summary>How results are printed as JSON: camelCase, one line, readable in every script.</summary>
internal static class OutputJson
{
    private static readonly JsonSerializerOptions s_options = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    public static string Write<T>(T value) => JsonSerializer.Serialize(value, s_options);
}
