using System.Numerics.Tensors;
using Reminisce.Encoders;
using Reminisce.Training.Algebra;

namespace Reminisce.Training.Heads;

/// <summary>Measures similarities of unrelated pairs.</summary>
internal static class Calibration
{
    // Scores are divided by the deviation: below this they would be noise.
    private const double SmallestDeviation = 1e-6;

    // As many as a search usually finishes; how far scores fall depends on how selected the candidates are.
    private const int Candidates = 50;

    /// <summary>Mean, deviation and floor over all pairs but the matching ones.</summary>
    /// <param name="queries">Query embeddings, row i matching item i.</param>
    /// <param name="items">Item embeddings.</param>
    /// <param name="falseAcceptRate">Share of unrelated pairs above the floor.</param>
    /// <exception cref="InvalidDataException">There are fewer than two items, or all pairs are equally similar.</exception>
    public static PackCalibration Measure(Matrix queries, Matrix items, double falseAcceptRate)
    {
        if (items.Rows < 2)
        {
            throw new InvalidDataException($"The calibration set has {items.Rows} item(s), and so no unrelated pair; give more.");
        }

        var measured = Describe(queries, items, falseAcceptRate);
        return measured.Deviation >= SmallestDeviation && double.IsFinite(measured.Mean)
            ? measured
            : throw new InvalidDataException(
                $"All {items.Rows} items of the calibration set are equally similar (mean {measured.Mean:0.####}, deviation {measured.Deviation:g2}); a calibration needs items that differ, and embeddings that tell them apart.");
    }

    /// <summary>The same for whatever is given, also where it is no calibration.</summary>
    public static PackCalibration Describe(Matrix queries, Matrix items, double falseAcceptRate)
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
        return new PackCalibration(mean, deviation, floor);
    }

    /// <summary>Measures every exit of a tower, and before the last one also how scores move to those of the full depth.</summary>
    /// <param name="queries">Query embeddings by exit, row i matching item i.</param>
    /// <param name="items">Item embeddings by exit.</param>
    /// <param name="falseAcceptRate">Share of unrelated pairs above the floor.</param>
    public static IReadOnlyList<PackCalibration> MeasureExits(IReadOnlyList<Matrix> queries, IReadOnlyList<Matrix> items, double falseAcceptRate)
    {
        var calibrations = queries.Select((q, e) => Measure(q, items[e], falseAcceptRate)).ToArray();
        var fine = Scores(queries[^1], items[^1], calibrations[^1]);
        for (var exit = 0; exit < calibrations.Length - 1; exit++)
        {
            calibrations[exit] = calibrations[exit] with { Movement = Movement(Scores(queries[exit], items[exit], calibrations[exit]), fine) };
        }

        return calibrations;
    }

    /// <summary>Similarities as deviations above those of unrelated pairs, queries x items.</summary>
    public static Matrix Scores(Matrix queries, Matrix items, PackCalibration calibration)
    {
        var scores = Products.MultiplyTranspose(queries, items);
        TensorPrimitives.Subtract(scores.Data, (float)calibration.Mean, scores.Data);
        TensorPrimitives.Divide(scores.Data, (float)calibration.Deviation, scores.Data);
        return scores;
    }

    /// <summary>How scores move from an exit to the full depth, for the items that a search would finish; <see langword="null"/> when no line is determined.</summary>
    /// <param name="coarse">Scores at the exit, queries x items.</param>
    /// <param name="fine">Scores at full depth.</param>
    public static PackMovement? Movement(Matrix coarse, Matrix fine)
    {
        var fit = new LineFit();
        for (var query = 0; query < coarse.Rows; query++)
        {
            foreach (var item in Enumerable.Range(0, coarse.Columns).OrderByDescending(i => coarse[query, i]).Take(Candidates))
            {
                fit.Add(coarse[query, item], fine[query, item]);
            }
        }

        return fit.Line() is { } line ? new PackMovement(line.Slope, line.Intercept, line.Spread) : null;
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
