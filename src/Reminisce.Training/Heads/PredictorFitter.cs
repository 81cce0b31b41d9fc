using Reminisce.Training.Algebra;

namespace Reminisce.Training.Heads;

/// <summary>Fits an exit predictor and chooses its confidence floor.</summary>
internal static class PredictorFitter
{
    /// <summary>Fits on every second item, chooses the floor on the others, then fits on all.</summary>
    /// <param name="embeddings">Superficial embeddings.</param>
    /// <param name="labels">Place of the exit that each item needs.</param>
    /// <param name="layers">Layer of each exit.</param>
    /// <param name="depth">Share of the full depth that items should run on average.</param>
    /// <param name="random">Draws the random units.</param>
    /// <returns>The predictor, and the probability of the likeliest exit under which an item goes one exit deeper.</returns>
    public static (PredictorModel Model, double ConfidenceFloor) Fit(Matrix embeddings, int[] labels, IReadOnlyList<int> layers, double depth, Random random)
    {
        var seed = random.Next();
        int[] even = [.. Enumerable.Range(0, labels.Length).Where(i => i % 2 == 0)];
        int[] odd = [.. Enumerable.Range(0, labels.Length).Where(i => i % 2 == 1)];
        var half = PredictorModel.Fit(embeddings.SelectRows(even), Array.ConvertAll(even, i => labels[i]), layers.Count, new Random(seed));
        var probabilities = half.Probabilities(embeddings.SelectRows(odd));
        var floor = Enumerable.Range(0, 20)
            .Select(i => i * 0.05)
            .MinBy(f => Math.Abs((MeanLayer(probabilities, layers, f) / layers[^1]) - depth));
        return (PredictorModel.Fit(embeddings, labels, layers.Count, new Random(seed)), Math.Round(floor, 2));
    }

    private static double MeanLayer(Matrix probabilities, IReadOnlyList<int> layers, double floor)
    {
        double sum = 0;
        for (var i = 0; i < probabilities.Rows; i++)
        {
            var row = probabilities.Row(i);
            var best = System.Numerics.Tensors.TensorPrimitives.IndexOfMax<float>(row);
            sum += layers[Math.Min(layers.Count - 1, row[best] < floor ? best + 1 : best)];
        }

        return sum / probabilities.Rows;
    }
}
