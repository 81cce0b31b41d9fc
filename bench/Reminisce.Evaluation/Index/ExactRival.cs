using System.Numerics.Tensors;

namespace Reminisce.Evaluation;

/// <summary>The rival that always finds everything: SIMD scores over one array in memory, on one thread.</summary>
internal static class ExactRival
{
    public static TopScores Search(Dataset data, int query)
    {
        var best = new TopScores(IndexOptions.Top);
        var vector = data.Queries[query];
        for (var slot = 0; slot < data.Rows; slot++)
        {
            best.Offer(slot, TensorPrimitives.Dot(vector, data.Span(slot)));
        }

        return best;
    }

    /// <summary>The same over rows known in advance.</summary>
    public static TopScores Search(Dataset data, int query, ReadOnlySpan<int> slots)
    {
        var best = new TopScores(IndexOptions.Top);
        var vector = data.Queries[query];
        foreach (var slot in slots)
        {
            best.Offer(slot, TensorPrimitives.Dot(vector, data.Span(slot)));
        }

        return best;
    }
}
