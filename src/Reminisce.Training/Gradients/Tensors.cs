using System.Runtime.InteropServices;
using Google.Protobuf;
using Reminisce.Training.Onnx.Proto;

namespace Reminisce.Training.Gradients;

/// <summary>Reads and writes the numbers of stored tensors, in either form the format allows.</summary>
internal static class Tensors
{
    public static long[] Integers(TensorProto tensor) =>
        tensor.RawData.IsEmpty ? [.. tensor.Int64Data] : MemoryMarshal.Cast<byte, long>(tensor.RawData.Span).ToArray();

    public static float[] Floats(TensorProto tensor) =>
        tensor.RawData.IsEmpty ? [.. tensor.FloatData] : MemoryMarshal.Cast<byte, float>(tensor.RawData.Span).ToArray();

    public static void Set(TensorProto tensor, ReadOnlySpan<float> values)
    {
        tensor.FloatData.Clear();
        tensor.RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes(values));
    }
}
