using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.Extensions.AI;

namespace Reminisce.VectorData.Search;

/// <summary>A format whose components are of one .NET type.</summary>
internal sealed class VectorFormat<T>(string code) : VectorFormat
    where T : unmanaged, INumber<T>
{
    public override string Code => code;

    public override int Width => Unsafe.SizeOf<T>();

    public override byte[]? Encode(object value, int dimensions, string property, string parameter)
    {
        if (!TryRead(value, out var vector))
        {
            return null;
        }

        VectorRule.Check(vector.Span, dimensions, property, parameter);
        return MemoryMarshal.AsBytes(vector.Span).ToArray();
    }

    public override object Decode(Type type, byte[] stored)
    {
        var vector = MemoryMarshal.Cast<byte, T>(stored).ToArray();
        return type == typeof(T[]) ? vector
            : type == typeof(Embedding<T>) ? new Embedding<T>(vector)
            : new ReadOnlyMemory<T>(vector);
    }

    public override ReadOnlySpan<float> Widen(ReadOnlySpan<byte> stored, ref float[]? scratch)
    {
        if (typeof(T) == typeof(float))
        {
            return MemoryMarshal.Cast<byte, float>(stored);
        }

        var vector = MemoryMarshal.Cast<byte, T>(stored);
        if (scratch is null || scratch.Length < vector.Length)
        {
            scratch = new float[vector.Length];
        }

        TensorPrimitives.ConvertChecked<T, float>(vector, scratch);
        return scratch.AsSpan(0, vector.Length);
    }

    protected override bool Holds(Type type) => type == typeof(ReadOnlyMemory<T>) || type == typeof(T[]) || type == typeof(Embedding<T>);

    protected override bool TryReadFloats(object value, out ReadOnlyMemory<float> vector)
    {
        if (!TryRead(value, out var own))
        {
            vector = default;
            return false;
        }

        if (own is ReadOnlyMemory<float> floats)
        {
            vector = floats;
        }
        else
        {
            var widened = new float[own.Length];
            TensorPrimitives.ConvertChecked<T, float>(own.Span, widened);
            vector = widened;
        }

        return true;
    }

    private static bool TryRead(object value, out ReadOnlyMemory<T> vector)
    {
        (vector, var known) = value switch
        {
            ReadOnlyMemory<T> memory => (memory, true),
            T[] array when array.GetType() == typeof(T[]) => (array, true),
            Embedding<T> embedding => (embedding.Vector, true),
            _ => (ReadOnlyMemory<T>.Empty, false),
        };
        return known;
    }
}
