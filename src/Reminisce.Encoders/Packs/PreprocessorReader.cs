using System.Text.Json;

namespace Reminisce.Encoders;

/// <summary>Reads checked values from a <c>preprocessor_config.json</c>; absent and null are the same.</summary>
internal readonly struct PreprocessorReader(string file, JsonElement root)
{
    public string File { get; } = file;

    /// <summary>Reads a configuration with what understands it.</summary>
    /// <exception cref="ModelPackException">It is not a JSON object, or a value has the wrong type or is out of range.</exception>
    public static T Parse<T>(string file, ReadOnlyMemory<byte> utf8Json, Func<PreprocessorReader, T> read)
    {
        try
        {
            using var document = JsonDocument.Parse(utf8Json, new JsonDocumentOptions { MaxDepth = 16 });
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? read(new PreprocessorReader(file, document.RootElement))
                : throw new ModelPackException(file, "a JSON object", document.RootElement.ValueKind.ToString());
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            throw new ModelPackException(file, "a preprocessor configuration in JSON", e.Message, e);
        }
    }

    /// <summary>Finds a section; one that is absent is empty.</summary>
    public PreprocessorReader Section(string name) => new(File, Find(name) ?? default);

    public bool Flag(string name, bool absent) => Find(name)?.GetBoolean() ?? absent;

    public string Text(string name, string absent) => Find(name)?.GetString() ?? absent;

    public double Number(string name, double absent, double least, double most)
    {
        var value = Find(name)?.GetDouble() ?? absent;
        return value >= least && value <= most
            ? value
            : throw new ModelPackException(File, $"{name} from {PackRules.Text(least)} to {PackRules.Text(most)}", PackRules.Text(value));
    }

    public int Integer(string name, int absent, int least, int most)
    {
        var value = Number(name, absent, least, most);
        return value == Math.Truncate(value) ? (int)value : throw new ModelPackException(File, $"a whole number as {name}", PackRules.Text(value));
    }

    /// <summary>Reads a list of exactly so many numbers.</summary>
    public float[] Numbers(string name, int count, float absent, float least)
    {
        if (Find(name) is not { } list)
        {
            return [.. Enumerable.Repeat(absent, count)];
        }

        var values = list.EnumerateArray().Select(v => v.GetSingle()).ToArray();
        return values.Length == count && values.All(v => float.IsFinite(v) && v >= least)
            ? values
            : throw new ModelPackException(File, $"{count} numbers of at least {PackRules.Text(least)} in {name}", string.Join(", ", values.Take(count + 1).Select(v => PackRules.Text(v))));
    }

    /// <summary>Makes the refusal of a text that is none of the known ones.</summary>
    public ModelPackException Unknown(string name, string found, params string[] known) =>
        new(File, $"{name} {string.Join(" or ", known.Select(k => $"'{k}'"))}", $"'{PackRules.Printable(found)}'");

    private JsonElement? Find(string name) =>
        root.ValueKind == JsonValueKind.Object && root.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
}
