using System.Numerics.Tensors;

namespace Reminisce.Training.Algebra;

/// <summary>Spherical k-means: unit directions that the rows of a matrix cluster around.</summary>
internal static class KMeans
{
    /// <summary>Clusters rows by direction.</summary>
    /// <param name="rows">Samples; their lengths weigh them.</param>
    /// <param name="clusters">Number of directions.</param>
    /// <param name="iterations">Passes over the samples.</param>
    /// <param name="random">Draws the starting samples.</param>
    /// <returns>Unit directions, one a row, and after each pass the mean projection on the nearest one (never falling but for re-seeded empty clusters).</returns>
    public static (Matrix Directions, IReadOnlyList<double> Quality) Fit(Matrix rows, int clusters, int iterations, Random random)
    {
        if (rows.Rows < clusters)
        {
            throw new ArgumentException($"{clusters} clusters need at least as many samples, but {rows.Rows} were given.", nameof(rows));
        }

        var start = new int[rows.Rows];
        for (var i = 0; i < start.Length; i++)
        {
            start[i] = i;
        }

        random.Shuffle(start);
        var directions = rows.SelectRows(start.AsSpan(0, clusters));
        Moments.NormalizeRows(directions);
        var quality = new List<double>();
        var nearest = new int[rows.Rows];
        var best = new float[rows.Rows];
        for (var iteration = 0; iteration < iterations; iteration++)
        {
            var similarity = Products.MultiplyTranspose(rows, directions);
            Parallel.For(0, rows.Rows, i =>
            {
                var row = similarity.Row(i);
                nearest[i] = TensorPrimitives.IndexOfMax<float>(row);
                best[i] = row[nearest[i]];
            });
            quality.Add(best.Average(b => (double)b));

            var sums = new Matrix(clusters, rows.Columns);
            var counts = new int[clusters];
            for (var i = 0; i < rows.Rows; i++)
            {
                var target = sums.Row(nearest[i]);
                TensorPrimitives.Add(target, rows.Row(i), target);
                counts[nearest[i]]++;
            }

            for (var cluster = 0; cluster < clusters; cluster++)
            {
                if (counts[cluster] == 0)
                {
                    rows.Row(random.Next(rows.Rows)).CopyTo(sums.Row(cluster));
                }
            }

            Moments.NormalizeRows(sums);
            directions = sums;
        }

        return (directions, quality);
    }
}
