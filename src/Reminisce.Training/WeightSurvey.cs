using Reminisce.Encoders;
using Reminisce.Training.Cutting;
using Reminisce.Training.Onnx.Proto;

namespace Reminisce.Training;

/// <summary>Looks into the stages of a pack and tells in which numbers their weights are stored.</summary>
/// <remarks>Safe for concurrent use. Reads what the graphs hold, not what the manifest says of them; nothing is run.</remarks>
public static class WeightSurvey
{
    /// <summary>Adds the weights of a tower's stages up by type.</summary>
    /// <param name="pack">The pack.</param>
    /// <param name="tower">One of its towers.</param>
    /// <returns>The types, the one with the most bytes first; without the whole numbers of shapes and axes.</returns>
    /// <exception cref="ModelPackException">A stage was changed since the pack was opened.</exception>
    /// <exception cref="SourceModelException">A stage is no sound graph.</exception>
    public static IReadOnlyList<WeightShare> Of(ModelPack pack, PackTower tower)
    {
        ArgumentNullException.ThrowIfNull(pack);
        ArgumentNullException.ThrowIfNull(tower);
        var bytes = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var stage in tower.Stages)
        {
            var graph = SourceModel.Parse(stage.File, pack.ReadFile(stage.File)).Graph;
            var fourBits = graph.Node.Where(n => n.OpType == "MatMulNBits").Select(n => n.Input.ElementAtOrDefault(1)).ToHashSet(StringComparer.Ordinal);
            foreach (var tensor in graph.Initializer)
            {
                if (TypeOf(tensor, fourBits.Contains(tensor.Name)) is { } type)
                {
                    bytes[type] = bytes.GetValueOrDefault(type) + tensor.CalculateSize();
                }
            }
        }

        return [.. bytes.Select(b => new WeightShare(b.Key, b.Value)).OrderByDescending(s => s.Bytes).ThenBy(s => s.Type, StringComparer.Ordinal)];
    }

    private static string? TypeOf(TensorProto tensor, bool isFourBits) => tensor.DataType switch
    {
        ElementSizes.Int32 or ElementSizes.Int64 or ElementSizes.Bool => null,
        ElementSizes.Float => "fp32",
        ElementSizes.Half => "fp16",
        ElementSizes.UInt8 or ElementSizes.Int8 => isFourBits ? "int4" : "int8",
        _ => "other",
    };
}
