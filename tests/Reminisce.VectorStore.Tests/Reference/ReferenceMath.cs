using Microsoft.Extensions.AI;
using Microsoft.Extensions.VectorData;

namespace Reminisce.VectorData.Tests.Reference;

/// <summary>Vectors of every form and their distances, in doubles and by the formula.</summary>
internal static class ReferenceMath
{
    public static bool IsVector(Type type) => Read(type, null) is not null;

    /// <summary>Reads a vector of any form; null where the value is none.</summary>
    public static double[]? Doubles(object value) => Read(value.GetType(), value);

    public static bool HigherIsBetter(string? function) => function is null or DistanceFunction.CosineSimilarity or DistanceFunction.DotProductSimilarity;

    public static double Score(string? function, double[] a, double[] b)
    {
        var pairs = a.Zip(b).ToList();
        var dot = pairs.Sum(p => p.First * p.Second);
        var cosine = dot == 0 ? 0 : dot / Math.Sqrt(a.Sum(x => x * x) * b.Sum(x => x * x));
        var squares = pairs.Sum(p => (p.First - p.Second) * (p.First - p.Second));
        return function switch
        {
            null or DistanceFunction.CosineSimilarity => cosine,
            DistanceFunction.CosineDistance => 1 - cosine,
            DistanceFunction.DotProductSimilarity => dot,
            DistanceFunction.NegativeDotProductSimilarity => -dot,
            DistanceFunction.EuclideanDistance => Math.Sqrt(squares),
            DistanceFunction.EuclideanSquaredDistance => squares,
            DistanceFunction.ManhattanDistance => pairs.Sum(p => Math.Abs(p.First - p.Second)),
            DistanceFunction.HammingDistance => pairs.Count(p => p.First != p.Second),
            _ => throw new NotSupportedException($"Distance function '{function}' is not supported."),
        };
    }

    private static double[]? Read(Type type, object? value)
        => type == typeof(ReadOnlyMemory<float>) || type == typeof(float[]) || type == typeof(Embedding<float>) ? Convert<float>(value, x => x)
        : type == typeof(ReadOnlyMemory<Half>) || type == typeof(Half[]) || type == typeof(Embedding<Half>) ? Convert<Half>(value, x => (double)x)
        : type == typeof(ReadOnlyMemory<sbyte>) || type == typeof(sbyte[]) || type == typeof(Embedding<sbyte>) ? Convert<sbyte>(value, x => x)
        : null;

    private static double[] Convert<T>(object? value, Func<T, double> convert) => value switch
    {
        ReadOnlyMemory<T> memory => Array.ConvertAll(memory.ToArray(), x => convert(x)),
        T[] array => Array.ConvertAll(array, x => convert(x)),
        Embedding<T> embedding => Array.ConvertAll(embedding.Vector.ToArray(), x => convert(x)),
        _ => [],
    };
}
