using System.Numerics.Tensors;
using Reminisce.Training.Algebra;
using Reminisce.Training.Heads;

namespace Reminisce.Training.Exits;

/// <summary>Heads in closed form that lay items where they are asked for.</summary>
internal static class AskedHeads
{
    private const double Strength = 0.2;

    /// <summary>Heads that tell of features what looks for the item: ridge regression on the mean of its queries, exit by exit.</summary>
    /// <param name="taps">Features of items, by exit.</param>
    /// <param name="asked">Queries for the items.</param>
    public static IReadOnlyList<ExitHead> Fit(IReadOnlyList<Matrix> taps, RiskPredictor.Asked asked) => [.. Means(asked).Select((means, i) => Fit(taps[i], means))];

    /// <summary>The mean of each item's queries, by exit.</summary>
    public static IReadOnlyList<Matrix> Means(RiskPredictor.Asked asked)
    {
        var counts = asked.Targets.CountBy(t => t).ToDictionary();
        return [.. asked.Queries.Select(exit =>
        {
            var means = new Matrix(asked.Targets[^1] + 1, exit.Columns);
            for (var i = 0; i < exit.Rows; i++)
            {
                var mean = means.Row(asked.Targets[i]);
                TensorPrimitives.MultiplyAdd(exit.Row(i), 1f / counts[asked.Targets[i]], mean, mean);
            }

            return means;
        })];
    }

    /// <summary>The same for one exit.</summary>
    public static ExitHead Fit(Matrix features, Matrix means) => ExitHead.From(Ridge.Fit(features, means, Strength), features, units: 1, new Random(1));
}
