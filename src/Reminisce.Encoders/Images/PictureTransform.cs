using System.Globalization;
using System.Text.Json;

namespace Reminisce.Encoders;

/// <summary>How a picture becomes a tensor: resize, crop and normalise, as a Hugging Face <c>preprocessor_config.json</c> says it.</summary>
/// <remarks>Immutable.</remarks>
internal sealed record PictureTransform : ITowerInput
{
    private const int MaxSide = 4096;

    public string Name => GraphContract.PixelValues;

    public IReadOnlyList<int> Shape => [3, Height, Width];

    /// <summary>Gets the resize of the oriented picture, or <see langword="null"/> for none.</summary>
    public PictureSize? Resize { get; private init; }

    /// <summary>Gets the height of the tensor.</summary>
    public int Height { get; private init; }

    /// <summary>Gets the width of the tensor.</summary>
    public int Width { get; private init; }

    /// <summary>Gets the filter of the resize.</summary>
    public ResampleFilter Filter { get; private init; } = ResampleFilter.Bilinear;

    /// <summary>Gets what a raw channel value 0 to 255 is multiplied with, red, green, blue.</summary>
    public IReadOnlyList<float> Scale { get; private init; } = [1, 1, 1];

    /// <summary>Gets what is added after <see cref="Scale"/>.</summary>
    public IReadOnlyList<float> Offset { get; private init; } = [0, 0, 0];

    /// <summary>Reads a preprocessor configuration.</summary>
    /// <exception cref="ModelPackException">It is not JSON, or asks for what a fixed-size tensor cannot be made from.</exception>
    public static PictureTransform Parse(string file, ReadOnlyMemory<byte> utf8Json)
    {
        try
        {
            using var document = JsonDocument.Parse(utf8Json, new JsonDocumentOptions { MaxDepth = 16 });
            return Read(file, document.RootElement);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or KeyNotFoundException)
        {
            throw new ModelPackException(file, "a picture preprocessor configuration in JSON", e.Message, e);
        }
    }

    private static PictureTransform Read(string file, JsonElement root)
    {
        var resize = Flag(root, "do_resize", true) ? PictureSize.Read(file, root, "size") : null;
        var crop = Flag(root, "do_center_crop", false) ? PictureSize.Read(file, root, "crop_size") : null;
        if (crop is { IsShortestEdge: true })
        {
            crop = PictureSize.Exact(crop.Height, crop.Height);
        }

        var output = crop ?? resize;
        if (output is null or { IsShortestEdge: true })
        {
            throw new ModelPackException(file, "a crop_size, or a size with height and width, so that every picture has one shape", "neither");
        }

        var rescale = Flag(root, "do_rescale", true) ? Number(root, "rescale_factor", 1.0 / 255) : 1.0;
        var normalize = Flag(root, "do_normalize", true);
        var mean = normalize ? Channels(file, root, "image_mean") : [0, 0, 0];
        var deviation = normalize ? Channels(file, root, "image_std") : [1, 1, 1];
        if (deviation.Any(d => d <= 0) || !double.IsFinite(rescale) || rescale <= 0)
        {
            throw new ModelPackException(file, "image_std and rescale_factor above 0", "zero or less");
        }

        return new PictureTransform
        {
            Resize = resize,
            Height = output.Height,
            Width = output.Width,
            Filter = ReadFilter(file, root),
            Scale = [.. deviation.Select(d => (float)(rescale / d))],
            Offset = [.. mean.Zip(deviation, (m, d) => (float)(-m / d))],
        };
    }

    private static ResampleFilter ReadFilter(string file, JsonElement root)
    {
        var number = (int)Number(root, "resample", (int)ResampleFilter.Bilinear);
        var filter = (ResampleFilter)number;
        return Enum.IsDefined(filter)
            ? filter
            : throw new ModelPackException(file, "resample 0 (nearest), 1 (Lanczos), 2 (bilinear), 3 (bicubic) or 4 (box)", number.ToString(CultureInfo.InvariantCulture));
    }

    private static bool Flag(JsonElement root, string name, bool absent) =>
        root.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value.GetBoolean() : absent;

    private static double Number(JsonElement root, string name, double absent) =>
        root.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value.GetDouble() : absent;

    private static double[] Channels(string file, JsonElement root, string name)
    {
        var values = root.TryGetProperty(name, out var value) ? value.EnumerateArray().Select(v => v.GetDouble()).ToArray() : [];
        return values.Length == 3
            ? values
            : throw new ModelPackException(file, $"three numbers in {name}", values.Length.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>A <c>size</c> or <c>crop_size</c> entry.</summary>
    internal sealed record PictureSize(int Height, int Width, bool IsShortestEdge)
    {
        public static PictureSize Exact(int height, int width) => new(height, width, false);

        public static PictureSize Read(string file, JsonElement root, string name)
        {
            if (!root.TryGetProperty(name, out var size))
            {
                throw new ModelPackException(file, $"a {name}", "none");
            }

            // A bare number is the shortest edge for size and a square for crop_size; the caller makes the square.
            var shortest = size.ValueKind == JsonValueKind.Number || size.TryGetProperty("shortest_edge", out _);
            var height = size.ValueKind == JsonValueKind.Number ? size.GetInt32() : size.GetProperty(shortest ? "shortest_edge" : "height").GetInt32();
            var width = shortest ? height : size.GetProperty("width").GetInt32();
            return height is > 0 and <= MaxSide && width is > 0 and <= MaxSide
                ? new PictureSize(height, width, shortest)
                : throw new ModelPackException(file, $"a {name} from 1 to {MaxSide}", $"{height} x {width}");
        }

        /// <summary>The size to which a picture is brought.</summary>
        public (int Width, int Height) For(int width, int height)
        {
            if (!IsShortestEdge)
            {
                return (Width, Height);
            }

            // The longer edge is cut down to whole pixels, as the reference preprocessor does.
            return width <= height
                ? (Height, Math.Max(1, (int)((long)Height * height / width)))
                : (Math.Max(1, (int)((long)Height * width / height)), Height);
        }
    }
}
