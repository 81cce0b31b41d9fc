namespace Reminisce.Training.Cutting;

/// <summary>Bytes of the element types of ONNX tensors.</summary>
internal static class ElementSizes
{
    public const int Float = 1;
    public const int UInt8 = 2;
    public const int Int8 = 3;
    public const int Int32 = 6;
    public const int Int64 = 7;
    public const int Bool = 9;
    public const int Half = 10;

    /// <summary>Gives the bytes that a tensor takes, or <see langword="null"/> for types that are not of whole bytes.</summary>
    /// <exception cref="OverflowException">The dimensions are hostile.</exception>
    public static long? Bytes(int elementType, IEnumerable<long> dimensions)
    {
        var size = elementType switch
        {
            1 or 6 or 12 => 4,
            7 or 11 or 13 or 14 => 8,
            4 or 5 or 10 or 16 => 2,
            2 or 3 or 9 or 17 or 18 or 19 or 20 => 1,
            15 => 16,
            _ => 0,
        };
        return size == 0 ? null : dimensions.Aggregate((long)size, (a, b) => b < 0 ? throw new OverflowException("a negative dimension") : checked(a * b));
    }
}
