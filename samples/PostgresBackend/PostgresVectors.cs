using System.Numerics;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.VectorData.ProviderServices;

namespace PostgresBackend;

/// <summary>The forms in which a record holds a vector; a column holds them all as <c>vector</c>, whose floats keep half floats and signed bytes exactly.</summary>
internal static class PostgresVectors
{
    public const string Supported = "ReadOnlyMemory<T>, T[] and Embedding<T> of float, Half and sbyte";

    public static bool IsForm(Type type) => Form<float>(Plain(type), default) is not null || Form<Half>(Plain(type), default) is not null || Form<sbyte>(Plain(type), default) is not null;

    /// <summary>Reads a vector of any form; <see langword="null"/> where the value is none.</summary>
    public static ReadOnlyMemory<float>? Read(object value) => Read<float>(value) ?? Read<Half>(value) ?? Read<sbyte>(value);

    /// <summary>Gives a vector the form that a property has.</summary>
    public static object Write(ReadOnlyMemory<float> vector, Type type) =>
        Form<float>(Plain(type), vector.Span) ?? Form<Half>(Plain(type), vector.Span) ?? Form<sbyte>(Plain(type), vector.Span)!;

    /// <exception cref="ArgumentException">The value is not of the form that the property has, or no vector of its length.</exception>
    public static ReadOnlyMemory<float> Checked(object value, VectorPropertyModel property, string parameter, bool anyForm = false)
    {
        if (Read(value) is not { } vector || (!anyForm && value.GetType() != Plain(property.EmbeddingType ?? property.Type)))
        {
            throw new ArgumentException($"Vector property '{property.ModelName}' holds {property.Type}, and no {value.GetType()}.", parameter);
        }

        return vector.Length == property.Dimensions && !vector.Span.ContainsAnyExceptInRange(float.MinValue, float.MaxValue)
            ? vector
            : throw new ArgumentException($"Vector property '{property.ModelName}' takes {property.Dimensions} finite numbers; {vector.Length} were given.", parameter);
    }

    private static Type Plain(Type type) => Nullable.GetUnderlyingType(type) ?? type;

    private static ReadOnlyMemory<float>? Read<T>(object value)
        where T : INumberBase<T> => value switch
        {
            ReadOnlyMemory<T> vector => Converted<T, float>(vector.Span).AsMemory(),
            T[] vector when vector.GetType() == typeof(T[]) => Converted<T, float>(vector).AsMemory(),
            Embedding<T> vector => Converted<T, float>(vector.Vector.Span).AsMemory(),
            _ => (ReadOnlyMemory<float>?)null,
        };

    private static object? Form<T>(Type type, ReadOnlySpan<float> vector)
        where T : INumberBase<T> =>
        type == typeof(ReadOnlyMemory<T>) ? new ReadOnlyMemory<T>(Converted<float, T>(vector))
        : type == typeof(T[]) ? Converted<float, T>(vector)
        : type == typeof(Embedding<T>) ? new Embedding<T>(Converted<float, T>(vector))
        : null;

    private static TTo[] Converted<TFrom, TTo>(ReadOnlySpan<TFrom> vector)
        where TFrom : INumberBase<TFrom>
        where TTo : INumberBase<TTo>
    {
        var converted = new TTo[vector.Length];
        for (var i = 0; i < converted.Length; i++)
        {
            converted[i] = TTo.CreateTruncating(vector[i]);
        }

        return converted;
    }
}
