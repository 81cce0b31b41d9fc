using System.Diagnostics.CodeAnalysis;

namespace Reminisce.VectorData.Search;

/// <summary>The number format in which a property's vectors are stored: little-endian components without a header.</summary>
/// <remarks>Every format widens to 32-bit floats without loss; scores are computed on those.</remarks>
internal abstract class VectorFormat
{
    private static readonly VectorFormat[] s_all = [new VectorFormat<float>("f32"), new VectorFormat<Half>("f16"), new VectorFormat<sbyte>("i8")];

    /// <summary>Gets the format's name in the catalogue.</summary>
    public abstract string Code { get; }

    /// <summary>Gets the size of one component in bytes.</summary>
    public abstract int Width { get; }

    /// <summary>Finds the format of a catalogue's column.</summary>
    public static VectorFormat Get(string code)
        => Array.Find(s_all, format => format.Code == code)
            ?? throw new NotSupportedException($"The store holds vectors of format '{code}', which this version of the library does not read: update the library.");

    /// <summary>Finds the format whose forms include a .NET type.</summary>
    public static bool TryGet(Type? type, [NotNullWhen(true)] out VectorFormat? format)
    {
        format = type is null ? null : Array.Find(s_all, known => known.Holds(Nullable.GetUnderlyingType(type) ?? type));
        return format is not null;
    }

    /// <summary>Gets the format of a type that the model builder has accepted.</summary>
    public static VectorFormat Of(Type type)
        => TryGet(type, out var format)
            ? format
            : throw new NotSupportedException($"Vectors of type '{type}' cannot be stored. Supported: {UsearchConstants.SupportedVectorTypes}.");

    /// <summary>Reads a vector of any format as floats; false where the value is no vector.</summary>
    public static bool TryWiden(object value, out ReadOnlyMemory<float> vector)
    {
        foreach (var format in s_all)
        {
            if (format.TryReadFloats(value, out vector))
            {
                return true;
            }
        }

        vector = default;
        return false;
    }

    /// <summary>Encodes a vector of one of the format's own types; null where the value is of another.</summary>
    /// <exception cref="ArgumentException">The length is not the property's, or a component is not a finite number.</exception>
    public abstract byte[]? Encode(object value, int dimensions, string property, string parameter);

    /// <summary>Restores a stored vector as one of the format's own types.</summary>
    public abstract object Decode(Type type, byte[] stored);

    /// <summary>Reads a stored vector as floats: where it lies if it holds floats, else in the caller's scratch space.</summary>
    public abstract ReadOnlySpan<float> Widen(ReadOnlySpan<byte> stored, ref float[]? scratch);

    protected abstract bool Holds(Type type);

    protected abstract bool TryReadFloats(object value, out ReadOnlyMemory<float> vector);
}
