using System.Numerics.Tensors;
using Reminisce.VectorData.Sql;

namespace Reminisce.VectorData.Integrity;

/// <summary>Tells stored bytes that are no vector of their property.</summary>
internal static class VectorFault
{
    /// <summary>Null where the bytes are a vector, else what is wrong.</summary>
    public static string? Find(ReadOnlySpan<byte> bytes, StoredColumn column, ref float[]? scratch)
        => bytes.Length != column.Dimensions * column.Format.Width ? "of another length"
            : !TensorPrimitives.IsFiniteAll(column.Format.Widen(bytes, ref scratch)) ? "with NaN or Infinity"
            : null;
}
