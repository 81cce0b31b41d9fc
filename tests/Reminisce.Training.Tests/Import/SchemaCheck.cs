using System.Text.Json;
using System.Text.RegularExpressions;

namespace Reminisce.Training.Tests.Import;

/// <summary>Checks JSON against the keywords that docs/model-pack.schema.json uses; an unknown keyword fails, so that none is passed over.</summary>
internal sealed class SchemaCheck(JsonElement schema)
{
    private static readonly string[] s_notes = ["$schema", "$defs", "title", "description"];

    /// <summary>Lists what does not fit, by path; nothing when all does.</summary>
    public IReadOnlyList<string> Faults(JsonElement value)
    {
        var faults = new List<string>();
        Check(value, schema, "$", faults);
        return faults;
    }

    private void Check(JsonElement value, JsonElement rules, string at, List<string> faults)
    {
        foreach (var rule in rules.EnumerateObject().Where(r => !s_notes.Contains(r.Name)))
        {
            if (!Holds(value, rules, rule, at, faults))
            {
                faults.Add($"{at}: {rule.Name} {rule.Value.GetRawText()}");
            }
        }
    }

    private bool Holds(JsonElement value, JsonElement rules, JsonProperty rule, string at, List<string> faults)
    {
        var isObject = value.ValueKind == JsonValueKind.Object;
        var isArray = value.ValueKind == JsonValueKind.Array;
        var number = value.ValueKind == JsonValueKind.Number ? value.GetDouble() : (double?)null;
        var text = value.ValueKind == JsonValueKind.String ? value.GetString()! : null;
        switch (rule.Name)
        {
            case "$ref":
                Check(value, schema.GetProperty("$defs").GetProperty(rule.Value.GetString()!["#/$defs/".Length..]), at, faults);
                return true;
            case "type":
                return rule.Value.GetString() switch
                {
                    "object" => isObject,
                    "array" => isArray,
                    "string" => text is not null,
                    "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
                    "integer" => number is { } n && n == Math.Truncate(n),
                    _ => number is not null,
                };
            case "const":
                return value.GetRawText() == rule.Value.GetRawText();
            case "enum":
                return rule.Value.EnumerateArray().Any(v => v.GetRawText() == value.GetRawText());
            case "pattern":
                return text is null || Regex.IsMatch(text, rule.Value.GetString()!);
            case "maxLength":
                return text is null || text.Length <= rule.Value.GetInt32();
            case "minimum":
                return number is null || number >= rule.Value.GetDouble();
            case "maximum":
                return number is null || number <= rule.Value.GetDouble();
            case "exclusiveMinimum":
                return number is null || number > rule.Value.GetDouble();
            case "minItems":
                return !isArray || value.GetArrayLength() >= rule.Value.GetInt32();
            case "maxItems":
                return !isArray || value.GetArrayLength() <= rule.Value.GetInt32();
            case "required":
                return !isObject || rule.Value.EnumerateArray().All(n => value.TryGetProperty(n.GetString()!, out _));
            case "items":
                foreach (var (item, i) in isArray ? value.EnumerateArray().Select((v, i) => (v, i)) : [])
                {
                    Check(item, rule.Value, $"{at}[{i}]", faults);
                }

                return true;
            case "properties":
                foreach (var property in isObject ? value.EnumerateObject().Where(p => rule.Value.TryGetProperty(p.Name, out _)) : [])
                {
                    Check(property.Value, rule.Value.GetProperty(property.Name), $"{at}.{property.Name}", faults);
                }

                return true;
            case "propertyNames":
                foreach (var property in isObject ? value.EnumerateObject().ToList() : [])
                {
                    Check(JsonSerializer.SerializeToElement(property.Name), rule.Value, $"{at}.{property.Name} (name)", faults);
                }

                return true;
            case "additionalProperties":
                var known = rules.TryGetProperty("properties", out var properties) ? properties.EnumerateObject().Select(p => p.Name).ToHashSet() : [];
                var others = isObject ? value.EnumerateObject().Where(p => !known.Contains(p.Name)).ToList() : [];
                if (rule.Value.ValueKind == JsonValueKind.False)
                {
                    return others.Count == 0;
                }

                others.ForEach(p => Check(p.Value, rule.Value, $"{at}.{p.Name}", faults));
                return true;
            default:
                throw new InvalidOperationException($"The schema uses '{rule.Name}', which this check does not know.");
        }
    }
}
