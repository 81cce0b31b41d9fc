using Google.Protobuf;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Reminisce.Training.Algebra;
using Reminisce.Training.Gradients;
using Reminisce.Training.Onnx.Proto;

namespace Reminisce.Training.Healing;

/// <summary>Low-rank adapters of the products of a stage: put beside them for training, merged into their weights afterwards.</summary>
/// <remarks>
/// (Paper: LoRA.) A product x W becomes x W + (x A) B; B begins as 0, so that a fresh adapter changes nothing. Merging adds A B to W.
/// </remarks>
internal static class Adapters
{
    private const int HalfType = 10;

    /// <summary>Names of the two factors of a weight's adapter.</summary>
    public static (string Down, string Up) Names(string weight) => ($"{weight}/adapter/down", $"{weight}/adapter/up");

    /// <summary>Puts adapters beside products.</summary>
    /// <param name="graph">The graph; it is changed.</param>
    /// <param name="targets">Which products.</param>
    /// <param name="rank">Rank of an adapter.</param>
    /// <param name="seed">Seed of the first factors.</param>
    /// <param name="prefix">What the names of added nodes begin with.</param>
    /// <returns>Names of the factors.</returns>
    public static IReadOnlyList<string> Insert(GraphProto graph, AdapterTargets targets, int rank, int seed, string prefix)
    {
        var names = new List<string>();
        var write = new NodeWriter(graph, prefix + "adapter/");
        var products = WeightProducts.Find(graph).Where(p => (p.Role & targets) != 0).ToDictionary(p => p.Node.Output[0], StringComparer.Ordinal);
        var nodes = graph.Node.ToArray();
        graph.Node.Clear();
        foreach (var node in nodes)
        {
            graph.Node.Add(node);
            if (!products.TryGetValue(node.Output[0], out var product))
            {
                continue;
            }

            var (down, up) = Names(product.Weight);
            var first = Matrix.Gaussian(product.From, rank, new Random(unchecked((seed * 1_000_003) + names.Count)));
            TensorPrimitives.Divide(first.Data, MathF.Sqrt(product.From), first.Data);
            write.Floats(first.Data, [product.From, rank], down);
            write.Floats(new float[rank * product.To], [rank, product.To], up);
            names.AddRange([down, up]);

            var result = node.Output[0];
            node.Output[0] = $"{result}/plain";
            var beside = write.MatMul(write.MatMul(node.Input[0], down), up);
            graph.Node.Add(new NodeProto { OpType = "Add", Name = $"{result}/adapted", Input = { node.Output[0], beside }, Output = { result } });
        }

        return names;
    }

    /// <summary>Adds trained adapters to the weights of a stage.</summary>
    /// <param name="model">The stage as it was; it is not changed.</param>
    /// <param name="trained">Factors by name; weights without any stay.</param>
    /// <returns>The stage with merged weights.</returns>
    public static ModelProto Merge(ModelProto model, IReadOnlyDictionary<string, float[]> trained)
    {
        var merged = model.Clone();
        var stored = merged.Graph.Initializer.ToDictionary(t => t.Name, StringComparer.Ordinal);
        foreach (var product in WeightProducts.Find(merged.Graph))
        {
            var (down, up) = Names(product.Weight);
            if (!trained.TryGetValue(down, out var first))
            {
                continue;
            }

            var rank = first.Length / product.From;
            var change = Products.Multiply(new Matrix(product.From, rank, first), new Matrix(rank, product.To, trained[up]));
            change = product.IsTransposed ? change.Transpose() : change;
            var tensor = stored[product.Weight];
            var values = Read(tensor);
            TensorPrimitives.Add(values, change.Data, values);
            Write(tensor, values);
        }

        return merged;
    }

    private static float[] Read(TensorProto tensor)
    {
        if (tensor.DataType != HalfType)
        {
            return Tensors.Floats(tensor);
        }

        var halves = MemoryMarshal.Cast<byte, Half>(tensor.RawData.Span);
        var values = new float[halves.Length];
        TensorPrimitives.ConvertToSingle(halves, values);
        return values;
    }

    private static void Write(TensorProto tensor, float[] values)
    {
        if (tensor.DataType != HalfType)
        {
            Tensors.Set(tensor, values);
            return;
        }

        var halves = new Half[values.Length];
        TensorPrimitives.ConvertToHalf(values, halves);
        tensor.RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes(halves.AsSpan()));
    }
}
