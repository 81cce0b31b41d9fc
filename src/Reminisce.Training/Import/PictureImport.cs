using System.Text.Json;
using System.Text.Json.Nodes;

namespace Reminisce.Training.Import;

/// <summary>Turns the picture preprocessor of an encoder into the pack's.</summary>
/// <remarks>
/// What a missing or bare value means depends on the processor's class, so everything is written out. A bare <c>size</c> is a shortest
/// edge for CLIP's processors and both sides for the others.
/// </remarks>
internal static class PictureImport
{
    private const string Pack = "image/preprocessor_config.json";

    /// <summary>Writes the pack's configuration and tells the shape of a picture, <c>[3, height, width]</c>.</summary>
    /// <exception cref="SourceModelException">It is missing or makes pictures of no one size.</exception>
    public static (ImportedFile File, IReadOnlyList<long> Item) Read(JsonFile source)
    {
        if (!source.Exists)
        {
            throw new SourceModelException(source.Name, "how pictures are brought to the encoder's size", "no file of that name");
        }

        var kind = (source.Text("image_processor_type") ?? source.Text("feature_extractor_type") ?? "").ToLowerInvariant();
        var resize = source.Flag("do_resize") ?? true ? Size(source, "size", bareIsEdge: kind.Contains("clip", StringComparison.Ordinal)) : null;
        var cuts = source.Flag("do_center_crop") ?? (source.Find("crop_size") is not null);
        var crop = cuts ? Size(source, "crop_size", bareIsEdge: false) : null;
        var (height, width) = (crop ?? resize) switch
        {
            { Height: { } h, Width: { } w } => (h, w),
            _ => throw new SourceModelException(source.Name, "a crop_size, or a size with height and width, so that every picture has one shape", "neither"),
        };
        var written = new JsonObject { ["do_resize"] = resize is not null };
        if (resize is not null)
        {
            written["size"] = resize.ToJson();
        }

        written["resample"] = source.Integer("resample") ?? 2;
        written["do_center_crop"] = crop is not null;
        if (crop is not null)
        {
            written["crop_size"] = crop.ToJson();
        }

        written["do_rescale"] = source.Flag("do_rescale") ?? true;
        written["rescale_factor"] = source.Number("rescale_factor") ?? 1.0 / 255;
        written["do_normalize"] = source.Flag("do_normalize") ?? true;
        written["image_mean"] = Channels(source, "image_mean");
        written["image_std"] = Channels(source, "image_std");
        return (new ImportedFile(Pack, JsonSerializer.SerializeToUtf8Bytes<JsonNode>(written, ImportJson.Default.JsonNode)), [3, height, width]);
    }

    private static Extent Size(JsonFile source, string name, bool bareIsEdge)
    {
        if (source.Integer(name) is { } bare)
        {
            return bareIsEdge ? new Extent(null, null, bare) : new Extent(bare, bare, null);
        }

        return source.Integer(name, "shortest_edge") is { } edge
            ? new Extent(null, null, edge)
            : source.Integer(name, "height") is { } height && source.Integer(name, "width") is { } width
                ? new Extent(height, width, null)
                : throw new SourceModelException(source.Name, $"{name} as a number, a shortest_edge, or a height and a width", source.Find(name)?.GetRawText() ?? "none");
    }

    private static JsonArray Channels(JsonFile source, string name)
    {
        if (source.Find(name) is not { ValueKind: JsonValueKind.Array } list || list.GetArrayLength() != 3 || list.EnumerateArray().Any(v => v.ValueKind != JsonValueKind.Number))
        {
            return source.Flag("do_normalize") == false ? [0.0, 0.0, 0.0] : throw new SourceModelException(source.Name, $"three numbers as {name}", source.Find(name)?.GetRawText() ?? "none");
        }

        return [.. list.EnumerateArray().Select(v => (JsonNode)v.GetDouble())];
    }

    private sealed record Extent(int? Height, int? Width, int? Edge)
    {
        public JsonObject ToJson() => Edge is { } edge ? new JsonObject { ["shortest_edge"] = edge } : new JsonObject { ["height"] = Height, ["width"] = Width };
    }
}
