using System.Numerics.Tensors;
using Reminisce.Training.Algebra;

namespace Reminisce.Training.Learning.Evaluation;

/// <summary>Share of queries whose item is among the first 1, 5 or 10.</summary>
internal sealed record RetrievalScore(double At1, double At5, double At10)
{
    /// <summary>Ranks all items for every query.</summary>
    /// <param name="queries">Embeddings of the queries, one row each.</param>
    /// <param name="items">Embeddings of the items, one row each.</param>
    /// <param name="targets">The item each query looks for.</param>
    public static RetrievalScore Measure(Matrix queries, Matrix items, IReadOnlyList<int> targets)
    {
        int at1 = 0, at5 = 0, at10 = 0;
        for (var q = 0; q < queries.Rows; q++)
        {
            var rank = Rank(queries.Row(q), items, targets[q]);
            at1 += rank < 1 ? 1 : 0;
            at5 += rank < 5 ? 1 : 0;
            at10 += rank < 10 ? 1 : 0;
        }

        return new RetrievalScore(at1 / (double)queries.Rows, at5 / (double)queries.Rows, at10 / (double)queries.Rows);
    }

    /// <summary>Number of items that are at least as similar to a query as its own; equal ones count against it.</summary>
    public static int Rank(ReadOnlySpan<float> query, Matrix items, int target)
    {
        var own = TensorPrimitives.Dot(query, items.Row(target));
        var rank = 0;
        for (var i = 0; i < items.Rows; i++)
        {
            rank += i != target && TensorPrimitives.Dot(query, items.Row(i)) >= own ? 1 : 0;
        }

        return rank;
    }
}
