using System.Collections;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Reminisce.VectorData.Sql.Values;

/// <summary>Arrays and lists of scalars as JSON that json_each can search.</summary>
internal sealed class ArrayCodec(ValueCodec element, Func<IReadOnlyList<object?>, object> create) : ValueCodec
{
    // Letters stay letters, so that a full-text index over the JSON sees words and not escapes.
    private static readonly JsonSerializerOptions s_json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public ValueCodec Element => element;

    public override string Code => element.Code + "[]";

    public override string SqlType => "TEXT";

    public override bool HasExtra => element.HasExtra;

    /// <summary>The form of one element inside the JSON: equal values have equal tokens.</summary>
    public static object Token(ValueCodec element, object value) => element.Encode(value) switch
    {
        byte[] bytes => Convert.ToHexString(bytes),
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        var other => other,
    };

    public override object Encode(object value)
        => Write((IEnumerable)value, item => Token(element, item) is long number ? JsonValue.Create(number) : JsonValue.Create((string)Token(element, item)));

    public override object? EncodeExtra(object value)
        => element.HasExtra ? Write((IEnumerable)value, item => JsonValue.Create((long)element.EncodeExtra(item)!)) : null;

    public override object Decode(object stored, object? extra)
    {
        using var values = JsonDocument.Parse((string)stored);
        using var extras = extra is string text ? JsonDocument.Parse(text) : null;
        var items = new object?[values.RootElement.GetArrayLength()];
        for (var i = 0; i < items.Length; i++)
        {
            var token = values.RootElement[i];
            items[i] = token.ValueKind == JsonValueKind.Null
                ? null
                : element.Decode(FromToken(token), extras?.RootElement[i].GetInt64());
        }

        return create(items);
    }

    private static string Write(IEnumerable items, Func<object, JsonValue> write)
    {
        var array = new JsonArray();
        foreach (var item in items)
        {
            array.Add(item is null ? null : (JsonNode)write(item));
        }

        return array.ToJsonString(s_json);
    }

    private object FromToken(JsonElement token) => element.SqlType switch
    {
        "INTEGER" => token.GetInt64(),
        "REAL" => double.Parse(token.GetString()!, CultureInfo.InvariantCulture),
        "BLOB" => Convert.FromHexString(token.GetString()!),
        _ => token.GetString()!,
    };
}
