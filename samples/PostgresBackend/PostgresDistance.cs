using Microsoft.Extensions.VectorData;
using Microsoft.Extensions.VectorData.ProviderServices;

namespace PostgresBackend;

/// <summary>A distance function in SQL.</summary>
/// <param name="Raw">From a column and a query to what an index orders by, the nearest first.</param>
/// <param name="Score">From that to the score that a caller sees.</param>
/// <param name="HigherIsBetter">Whether it is a similarity.</param>
/// <param name="IndexOperators">The operator class of an index; <see langword="null"/> where there is none.</param>
internal sealed record PostgresDistance(Func<string, string, string> Raw, Func<string, string> Score, bool HigherIsBetter, string? IndexOperators)
{
    /// <exception cref="NotSupportedException">The function is not known.</exception>
    public static PostgresDistance Of(VectorPropertyModel vector) => vector.DistanceFunction switch
    {
        // A vector of zeros has no direction: like nothing, and unlike nothing.
        null or DistanceFunction.CosineSimilarity => new(By("<=>"), d => $"coalesce(nullif(1 - {d}, 'NaN'), 0)", true, "vector_cosine_ops"),
        DistanceFunction.CosineDistance => new(By("<=>"), d => $"coalesce(nullif({d}, 'NaN'), 1)", false, "vector_cosine_ops"),
        DistanceFunction.DotProductSimilarity => new(By("<#>"), d => $"-{d}", true, "vector_ip_ops"),
        DistanceFunction.NegativeDotProductSimilarity => new(By("<#>"), d => d, false, "vector_ip_ops"),
        DistanceFunction.EuclideanDistance => new(By("<->"), d => d, false, "vector_l2_ops"),
        DistanceFunction.EuclideanSquaredDistance => new(By("<->"), d => $"power({d}, 2)", false, "vector_l2_ops"),
        DistanceFunction.ManhattanDistance => new(By("<+>"), d => d, false, "vector_l1_ops"),
        DistanceFunction.HammingDistance => new(
            (column, query) => $"(SELECT count(*)::float8 FROM unnest({column}::real[], {query}::real[]) AS pair(a, b) WHERE a <> b)", d => d, false, null),
        _ => throw new NotSupportedException($"Vector property '{vector.ModelName}' asks for the distance function '{vector.DistanceFunction}', which pgvector does not have."),
    };

    private static Func<string, string, string> By(string sign) => (column, query) => $"({column} {sign} {query})";
}
