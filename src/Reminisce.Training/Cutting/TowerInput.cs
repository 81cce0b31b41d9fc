using System.Globalization;
using Reminisce.Training.Onnx.Proto;

namespace Reminisce.Training.Cutting;

/// <summary>The input of a model that carries the content: token numbers, a picture, a spectrogram or the axes of a sensor.</summary>
/// <param name="Modality">What it carries: <c>text</c>, <c>image</c>, <c>audio</c> or <c>motion</c>.</param>
/// <param name="SourceName">Its name in the source.</param>
/// <param name="ElementType">Its ONNX element type.</param>
/// <param name="Shape">Its declared dimensions without the batch, -1 where dynamic.</param>
internal sealed record TowerInput(string Modality, string SourceName, int ElementType, IReadOnlyList<long> Shape)
{
    public const string Text = "text";
    public const string Image = "image";
    public const string Audio = "audio";
    public const string Motion = "motion";

    public const string InputIds = "input_ids";
    public const string PixelValues = "pixel_values";
    public const string InputFeatures = "input_features";
    public const string MotionValues = "motion_values";
    public const string AttentionMask = "attention_mask";

    /// <summary>Gets its name in packs.</summary>
    public string Name => Modality switch { Text => InputIds, Image => PixelValues, Motion => MotionValues, _ => InputFeatures };

    /// <summary>Finds the content inputs of a model, one per modality.</summary>
    /// <exception cref="SourceModelException">It has none.</exception>
    public static IReadOnlyList<TowerInput> Find(string file, GraphProto graph)
    {
        var weights = graph.Initializer.Select(t => t.Name).ToHashSet(StringComparer.Ordinal);
        var declared = graph.Input.Where(i => !weights.Contains(i.Name)).ToList();
        var found = declared.Select(Recognize).OfType<TowerInput>().DistinctBy(i => i.Modality).ToList();
        return found.Count > 0
            ? found
            : throw new SourceModelException(
                file,
                "an input of token numbers (input_ids [B,T]), pictures (pixel_values [B,3,H,W]), a spectrogram (input_features [B,bins,frames]) or motion (motion_values [B,6,samples])",
                declared.Count == 0 ? "no inputs" : string.Join(", ", declared.Select(Describe)));
    }

    public static string Describe(ValueInfoProto value) =>
        $"'{NodeReads.Printable(value.Name)}' of type {value.Type?.TensorType?.ElemType ?? 0} [{string.Join(", ", Dimensions(value).Select(d => d < 0 ? "?" : d.ToString(CultureInfo.InvariantCulture)))}]";

    private static TowerInput? Recognize(ValueInfoProto value)
    {
        var type = value.Type?.TensorType?.ElemType ?? 0;
        var shape = Dimensions(value).ToList();
        var isFloat = type is ElementSizes.Float or ElementSizes.Half;
        var modality = value.Name switch
        {
            InputIds => Text,
            PixelValues => Image,
            "mel" or InputFeatures or "input_values" => Audio,
            MotionValues or "imu" or "imu_values" => Motion,
            _ when isFloat && shape.Count == 4 && shape[1] == 3 => Image,
            _ when isFloat && shape.Count == 3 && shape[1] == 6 => Motion,
            _ => null,
        };
        var rank = modality switch { Text => 2, Image => 4, Motion => 3, _ => 0 };
        var fits = modality is not null && (isFloat || (modality == Text && type is ElementSizes.Int64 or ElementSizes.Int32))
            && (rank == 0 ? shape.Count is >= 2 and <= 4 : shape.Count == rank);
        return fits ? new TowerInput(modality!, value.Name, type, [.. shape.Skip(1)]) : null;
    }

    private static IEnumerable<long> Dimensions(ValueInfoProto value) => (value.Type?.TensorType?.Shape?.Dim ?? [])
        .Select(d => d.ValueCase == TensorShapeProto.Types.Dimension.ValueOneofCase.DimValue && d.DimValue > 0 ? d.DimValue : -1);
}
