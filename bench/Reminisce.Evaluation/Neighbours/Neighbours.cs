using System.Numerics.Tensors;

namespace Reminisce.Evaluation;

/// <summary>Items in the order of their likeness to one of them.</summary>
internal static class Neighbours
{
    /// <summary>Takes the mean of all off each vector: what all items share tells nothing apart.</summary>
    public static float[][] Centre(float[][] vectors)
    {
        var mean = new float[vectors[0].Length];
        foreach (var vector in vectors)
        {
            TensorPrimitives.MultiplyAdd(vector, 1f / vectors.Length, mean, mean);
        }

        return [.. vectors.Select(v =>
        {
            var centred = new float[v.Length];
            TensorPrimitives.Subtract(v, mean, centred);
            return centred;
        })];
    }

    /// <summary>Ranks the allowed items by cosine, nearest first.</summary>
    public static int[] Rank(float[][] vectors, int item, Func<int, bool> isAllowed) =>
    [
        .. Enumerable.Range(0, vectors.Length).Where(i => i != item && isAllowed(i))
            .Select(i => (Item: i, Score: TensorPrimitives.CosineSimilarity(vectors[item], vectors[i])))
            .OrderByDescending(n => n.Score).ThenBy(n => n.Item).Select(n => n.Item),
    ];
}
