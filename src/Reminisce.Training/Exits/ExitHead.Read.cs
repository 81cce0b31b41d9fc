using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Reminisce.Training.Algebra;
using Reminisce.Training.Gradients;
using Reminisce.Training.Onnx.Proto;

namespace Reminisce.Training.Exits;

internal sealed partial record ExitHead
{
    private const int FloatType = 1;
    private const int HalfType = 10;

    /// <summary>Reads a head back from the graph that <see cref="Write"/> made, or gives null for a head of another kind.</summary>
    /// <param name="graph">The serialised graph.</param>
    /// <param name="sample">Features that say what is standard.</param>
    public static ExitHead? TryRead(byte[] graph, Matrix sample)
    {
        var stored = ModelProto.Parser.ParseFrom(graph).Graph.Initializer;
        var matrices = stored.Where(t => t.Dims.Count == 2 && t.DataType == HalfType).ToArray();
        var vectors = stored.Where(t => t.Dims.Count == 1 && t.DataType == FloatType).ToArray();
        if (matrices.Length != 3 || vectors.Length != 2)
        {
            return null;
        }

        var (linear, inner, outer) = (Halves(matrices[0]), Halves(matrices[1]), Halves(matrices[2]));
        var (offset, innerOffset) = (Tensors.Floats(vectors[0]), Tensors.Floats(vectors[1]));
        var agrees = linear.Rows == sample.Columns && inner.Rows == sample.Columns && outer.Rows == inner.Columns && outer.Columns == linear.Columns
            && offset.Length == linear.Columns && innerOffset.Length == inner.Columns;
        if (!agrees)
        {
            return null;
        }

        var (mean, deviation) = Standard(sample);
        Unfold(linear, offset, mean, deviation);
        Unfold(inner, innerOffset, mean, deviation);
        return new ExitHead(mean, deviation, linear, offset, inner, innerOffset, outer);
    }

    private static void Unfold(Matrix weights, float[] offset, float[] mean, float[] deviation)
    {
        var moved = Products.Multiply(new Matrix(1, mean.Length, mean), weights).Data;
        TensorPrimitives.Add(offset, moved, offset);
        for (var i = 0; i < weights.Rows; i++)
        {
            TensorPrimitives.Multiply(weights.Row(i), deviation[i], weights.Row(i));
        }
    }

    private static Matrix Halves(TensorProto tensor)
    {
        var values = new float[tensor.RawData.Length / 2];
        TensorPrimitives.ConvertToSingle(MemoryMarshal.Cast<byte, Half>(tensor.RawData.Span), values);
        return new Matrix((int)tensor.Dims[0], (int)tensor.Dims[1], values);
    }
}
