using Reminisce.Encoders;
using Reminisce.Training.Algebra;

namespace Reminisce.Training.Heads;

/// <summary>Measures similarities of unrelated pairs.</summary>
internal static class Calibration
{
    /// <summary>Mean, deviation and floor over all pairs but the matching ones.</summary>
    /// <param name="queries">Query embeddings, row i matching item i.</param>
    /// <param name="items">Item embeddings.</param>
    /// <param name="falseAcceptRate">Share of unrelated pairs above the floor.</param>
    public static PackCalibration Measure(Matrix queries, Matrix items, double falseAcceptRate)
    {
        var similarity = Products.MultiplyTranspose(queries, items);
        var unrelated = new List<float>(similarity.Data.Length);
        for (var i = 0; i < similarity.Rows; i++)
        {
            for (var j = 0; j < similarity.Columns; j++)
            {
                if (i != j)
                {
                    unrelated.Add(similarity[i, j]);
                }
            }
        }

        unrelated.Sort();
        var mean = unrelated.Average(v => (double)v);
        var deviation = Math.Sqrt(unrelated.Average(v => (v - mean) * (v - mean)));
        var floor = unrelated[Math.Min(unrelated.Count - 1, (int)Math.Ceiling(unrelated.Count * (1 - falseAcceptRate)))];
        return new PackCalibration(mean, Math.Max(deviation, 1e-6), floor);
    }

    /// <summary>Places of the matching items among all, 1 for the best.</summary>
    public static int[] Ranks(Matrix queries, Matrix items)
    {
        var similarity = Products.MultiplyTranspose(queries, items);
        var ranks = new int[similarity.Rows];
        for (var i = 0; i < similarity.Rows; i++)
        {
            var own = similarity[i, i];
            ranks[i] = 1;
            foreach (var other in similarity.Row(i))
            {
                ranks[i] += other > own ? 1 : 0;
            }
        }

        return ranks;
    }
}
