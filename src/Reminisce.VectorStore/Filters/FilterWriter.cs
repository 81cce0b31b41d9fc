using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Reminisce.VectorData.Sql.Values;

namespace Reminisce.VectorData.Filters;

/// <summary>Collects parameters while a condition is written, so that no value ever enters the SQL text.</summary>
internal sealed class FilterWriter
{
    private static readonly JsonSerializerOptions s_json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly List<object> _values = [];

    public IReadOnlyList<object> Values => _values;

    /// <summary>Adds a value and returns the parameter that stands for it.</summary>
    public string Parameter(object value)
    {
        _values.Add(value);
        return "$f" + (_values.Count - 1).ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>Writes "expression is one of the values", never null itself; in a form for which SQLite uses an index.</summary>
    public string In(string expression, IEnumerable<object?> encoded)
    {
        var values = encoded.ToList();
        var known = values.OfType<object>().ToList();
        var orNull = values.Count > known.Count ? $" OR {expression} IS NULL" : string.Empty;
        return $"(({expression} IS NOT NULL AND {expression} IN ({List(known)})){orNull})";
    }

    // One JSON parameter holds any number of values. Doubles go singly: SQLite's reading of decimal text need not
    // give the very same double back.
    private string List(List<object> values) => values switch
    {
        [] => string.Empty,
        [double, ..] => string.Join(", ", values.Select(Parameter)),
        [byte[], ..] => $"SELECT unhex(value) FROM json_each({Json(values.Select(value => (object)Convert.ToHexString((byte[])value)))})",
        _ => $"SELECT value FROM json_each({Json(values)})",
    };

    private string Json(IEnumerable<object> values)
    {
        var array = new JsonArray();
        foreach (var value in values)
        {
            array.Add(value is long number ? JsonValue.Create(number) : (JsonNode)JsonValue.Create((string)value)!);
        }

        return Parameter(array.ToJsonString(s_json));
    }
}
