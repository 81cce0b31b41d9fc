using System.Linq.Expressions;
using Reminisce.VectorData.Sql.Values;

namespace Reminisce.VectorData.Filters;

/// <summary>One side of a comparison: SQL with the codec of its values, or a constant.</summary>
internal sealed record FilterOperand(string Text, ValueCodec? Codec)
{
    public bool IsConstant { get; private init; }

    public object? Value { get; private init; }

    public static FilterOperand Constant(object? value) => new(string.Empty, null) { IsConstant = true, Value = value };

    public static FilterOperand Truth(string sql) => new(sql, ValueCodecs.Get(typeof(bool)));

    /// <summary>Gets the codec where values of the column can be compared at all.</summary>
    public ValueCodec Comparable(BinaryExpression whole)
        => Codec is not null and not ArrayCodec
            ? Codec
            : throw new NotSupportedException($"The filter compares a whole array in '{whole}': use Contains or Any on it.");
}
