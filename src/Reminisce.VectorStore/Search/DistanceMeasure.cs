using System.Numerics.Tensors;
using Microsoft.Extensions.VectorData;
using Reminisce.VectorData.Native;

namespace Reminisce.VectorData.Search;

/// <summary>One of VectorData's distance functions: how it scores a pair, and which way is better.</summary>
internal sealed class DistanceMeasure
{
    private static readonly Dictionary<string, DistanceMeasure> s_all = new(StringComparer.Ordinal)
    {
        [DistanceFunction.CosineSimilarity] = new(DistanceFunction.CosineSimilarity, true, Cosine, UsearchMetric.Cosine),
        [DistanceFunction.CosineDistance] = new(DistanceFunction.CosineDistance, false, (a, b) => 1 - Cosine(a, b), UsearchMetric.Cosine),
        [DistanceFunction.DotProductSimilarity] = new(DistanceFunction.DotProductSimilarity, true, TensorPrimitives.Dot, UsearchMetric.InnerProduct),
        [DistanceFunction.NegativeDotProductSimilarity] = new(DistanceFunction.NegativeDotProductSimilarity, false, (a, b) => -TensorPrimitives.Dot(a, b), UsearchMetric.InnerProduct),
        [DistanceFunction.EuclideanDistance] = new(DistanceFunction.EuclideanDistance, false, TensorPrimitives.Distance, UsearchMetric.L2sq),
        [DistanceFunction.EuclideanSquaredDistance] = new(DistanceFunction.EuclideanSquaredDistance, false, SquaredDistance, UsearchMetric.L2sq),
        [DistanceFunction.HammingDistance] = new(DistanceFunction.HammingDistance, false, (a, b) => TensorPrimitives.HammingDistance(a, b)),
        [DistanceFunction.ManhattanDistance] = new(DistanceFunction.ManhattanDistance, false, Manhattan),
    };

    private readonly PairScore _score;

    private DistanceMeasure(string name, bool higherIsBetter, PairScore score, UsearchMetric? metric = null)
    {
        Name = name;
        HigherIsBetter = higherIsBetter;
        _score = score;
        Metric = metric;
    }

    private delegate float PairScore(ReadOnlySpan<float> first, ReadOnlySpan<float> second);

    public string Name { get; }

    /// <summary>Gets whether a larger score is nearer; a threshold then is a lower bound, else an upper one.</summary>
    public bool HigherIsBetter { get; }

    /// <summary>Gets the graph's metric that ranks alike, or null where there is none and every search is exact.</summary>
    public UsearchMetric? Metric { get; }

    /// <summary>Finds a measure by VectorData's name; cosine similarity where none is named.</summary>
    public static DistanceMeasure Get(string? name)
        => s_all.TryGetValue(name ?? DistanceFunction.CosineSimilarity, out var measure)
            ? measure
            : throw new NotSupportedException($"Distance function '{name}' is not supported. Supported: {string.Join(", ", s_all.Keys)}.");

    public float Score(ReadOnlySpan<float> first, ReadOnlySpan<float> second) => _score(first, second);

    /// <summary>Counts the rows, best first, whose score is at the threshold or better.</summary>
    public int CountPassing(List<ScoredRow> ranked, double? threshold)
    {
        var passing = ranked.Count;
        while (threshold is { } limit && passing > 0 && !(HigherIsBetter ? ranked[passing - 1].Score >= limit : ranked[passing - 1].Score <= limit))
        {
            passing--;
        }

        return passing;
    }

    /// <summary>A vector of zeros has no direction: it is unlike everything, where the formula divides by zero.</summary>
    private static float Cosine(ReadOnlySpan<float> first, ReadOnlySpan<float> second)
    {
        var similarity = TensorPrimitives.CosineSimilarity(first, second);
        return float.IsNaN(similarity) ? 0 : similarity;
    }

    private static float SquaredDistance(ReadOnlySpan<float> first, ReadOnlySpan<float> second)
    {
        var distance = TensorPrimitives.Distance(first, second);
        return distance * distance;
    }

    private static float Manhattan(ReadOnlySpan<float> first, ReadOnlySpan<float> second)
    {
        var sum = 0f;
        for (var i = 0; i < first.Length; i++)
        {
            sum += MathF.Abs(first[i] - second[i]);
        }

        return sum;
    }
}
