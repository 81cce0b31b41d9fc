using System.Runtime.InteropServices;
using Reminisce.Training.Cutting;
using Reminisce.Training.Onnx.Proto;

namespace Reminisce.Training.Quantization;

/// <summary>Finds the constants of a graph, through the casts and transpositions that exporters put between a weight and its product.</summary>
internal sealed class Constants
{
    private const int MostSteps = 8;

    private readonly Dictionary<string, TensorProto> _tensors;
    private readonly Dictionary<string, NodeProto> _makers = new(StringComparer.Ordinal);

    public Constants(GraphProto graph)
    {
        var inputs = graph.Input.Select(i => i.Name).ToHashSet(StringComparer.Ordinal);
        _tensors = graph.Initializer.Where(t => !inputs.Contains(t.Name)).ToDictionary(t => t.Name, StringComparer.Ordinal);
        foreach (var node in graph.Node.Where(n => n.Output.Count == 1))
        {
            if (node.OpType == "Constant" && node.Attribute.FirstOrDefault(a => a.Name == "value")?.T is { } tensor)
            {
                _tensors[node.Output[0]] = tensor;
            }
            else
            {
                _makers[node.Output[0]] = node;
            }
        }
    }

    /// <summary>Reads a constant matrix of floats; <see langword="null"/> for anything else.</summary>
    /// <param name="value">The value's name.</param>
    /// <param name="transposed">Whether the product reads it transposed.</param>
    public WeightMatrix? Matrix(string value, bool transposed = false)
    {
        var (name, type) = (value, (int?)null);
        for (var steps = 0; _makers.TryGetValue(name, out var maker); steps++)
        {
            if (steps > MostSteps || maker.Input.Count == 0)
            {
                return null;
            }

            switch (maker.OpType)
            {
                case "Identity":
                    break;
                case "Cast" when maker.Attribute.FirstOrDefault(a => a.Name == "to")?.I is ElementSizes.Float or ElementSizes.Half:
                    type ??= (int)maker.Attribute.First(a => a.Name == "to").I;
                    break;
                case "Transpose" when maker.Attribute.FirstOrDefault(a => a.Name == "perm")?.Ints is not { Count: > 0 } order || order.SequenceEqual([1L, 0L]):
                    transposed = !transposed;
                    break;
                default:
                    return null;
            }

            name = maker.Input[0];
        }

        if (!_tensors.TryGetValue(name, out var tensor) || tensor.Dims.Count != 2 || Read(tensor) is not { } values || values.Any(v => !float.IsFinite(v)))
        {
            return null;
        }

        var (rows, columns) = ((int)tensor.Dims[0], (int)tensor.Dims[1]);
        return transposed
            ? new WeightMatrix(name + "/T", Transpose(values, rows, columns), columns, rows, (type ?? tensor.DataType) == ElementSizes.Half)
            : new WeightMatrix(name, values, rows, columns, (type ?? tensor.DataType) == ElementSizes.Half);
    }

    /// <summary>Reads the numbers of a tensor of 32- or 16-bit floats; <see langword="null"/> for others and for such of another length than they declare.</summary>
    public static float[]? Read(TensorProto tensor)
    {
        float[]? values = tensor.DataType switch
        {
            ElementSizes.Float when tensor.RawData.IsEmpty => [.. tensor.FloatData],
            ElementSizes.Float when tensor.RawData.Length % sizeof(float) == 0 => MemoryMarshal.Cast<byte, float>(tensor.RawData.Span).ToArray(),
            ElementSizes.Half when tensor.RawData.Length % 2 == 0 => Widen(MemoryMarshal.Cast<byte, Half>(tensor.RawData.Span)),
            _ => null,
        };
        return values?.Length == tensor.Dims.Aggregate(1L, (a, b) => b < 0 ? -1 : a * b) ? values : null;
    }

    private static float[] Widen(ReadOnlySpan<Half> halves)
    {
        var values = new float[halves.Length];
        System.Numerics.Tensors.TensorPrimitives.ConvertToSingle(halves, values);
        return values;
    }

    private static float[] Transpose(float[] values, int rows, int columns)
    {
        var result = new float[values.Length];
        for (var r = 0; r < rows; r++)
        {
            for (var c = 0; c < columns; c++)
            {
                result[(c * rows) + r] = values[(r * columns) + c];
            }
        }

        return result;
    }
}
