using System.Text.Json;

namespace Reminisce.Training.Import;

/// <summary>A JSON file of an exported encoder; one that is absent has no values.</summary>
internal sealed class JsonFile
{
    private const int MaxBytes = 256 * 1024 * 1024;

    private JsonFile(string name, JsonElement root) => (Name, Root) = (name, root);

    public string Name { get; }

    public JsonElement Root { get; }

    public bool Exists => Root.ValueKind == JsonValueKind.Object;

    /// <summary>Reads a file of a folder.</summary>
    /// <exception cref="SourceModelException">It is there and holds no JSON object, or is too large.</exception>
    public static JsonFile Read(string folder, string name)
    {
        var info = new FileInfo(Path.Combine(folder, name));
        if (!info.Exists)
        {
            return new JsonFile(name, default);
        }

        if (info.Length > MaxBytes)
        {
            throw new SourceModelException(name, $"at most {MaxBytes} bytes", $"{info.Length}");
        }

        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(info.FullName), new JsonDocumentOptions { MaxDepth = 32 });
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? new JsonFile(name, document.RootElement.Clone())
                : throw new SourceModelException(name, "a JSON object", document.RootElement.ValueKind.ToString());
        }
        catch (JsonException e)
        {
            throw new SourceModelException(name, "JSON", e.Message, e);
        }
    }

    /// <summary>Finds a value by a path of names; absent, null and values of other kinds are the same.</summary>
    public JsonElement? Find(params string[] path)
    {
        var at = Root;
        foreach (var name in path)
        {
            if (at.ValueKind != JsonValueKind.Object || !at.TryGetProperty(name, out at) || at.ValueKind == JsonValueKind.Null)
            {
                return null;
            }
        }

        return at;
    }

    public string? Text(params string[] path) => Find(path) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    public bool? Flag(params string[] path) => Find(path) is { ValueKind: JsonValueKind.True or JsonValueKind.False } value ? value.GetBoolean() : null;

    public double? Number(params string[] path) => Find(path) is { ValueKind: JsonValueKind.Number } value && value.TryGetDouble(out var number) ? number : null;

    public int? Integer(params string[] path) => Number(path) is { } number && number >= 0 && number <= int.MaxValue && number == Math.Truncate(number) ? (int)number : null;
}
