using System.Numerics.Tensors;

namespace Reminisce.Training.Algebra;

/// <summary>Means, deviations and centring of the rows of a matrix.</summary>
internal static class Moments
{
    public static float[] Mean(Matrix x)
    {
        var sum = new double[x.Columns];
        for (var i = 0; i < x.Rows; i++)
        {
            var row = x.Row(i);
            for (var j = 0; j < row.Length; j++)
            {
                sum[j] += row[j];
            }
        }

        return Array.ConvertAll(sum, s => (float)(s / Math.Max(1, x.Rows)));
    }

    /// <summary>Standard deviation per column, at least <paramref name="smallest"/>.</summary>
    public static float[] Deviation(Matrix x, float[] mean, float smallest = 1e-6f)
    {
        var sum = new double[x.Columns];
        for (var i = 0; i < x.Rows; i++)
        {
            var row = x.Row(i);
            for (var j = 0; j < row.Length; j++)
            {
                double difference = row[j] - mean[j];
                sum[j] += difference * difference;
            }
        }

        return Array.ConvertAll(sum, s => Math.Max(smallest, (float)Math.Sqrt(s / Math.Max(1, x.Rows))));
    }

    /// <summary>Copies the matrix with the mean taken off every row.</summary>
    public static Matrix Center(Matrix x, float[] mean)
    {
        var result = new Matrix(x.Rows, x.Columns);
        Parallel.For(0, x.Rows, i => TensorPrimitives.Subtract(x.Row(i), mean, result.Row(i)));
        return result;
    }

    /// <summary>Scales every row to length 1, in place; zero rows stay.</summary>
    public static void NormalizeRows(Matrix x) => Parallel.For(0, x.Rows, i =>
    {
        var row = x.Row(i);
        var norm = TensorPrimitives.Norm<float>(row);
        if (norm > 1e-12f)
        {
            TensorPrimitives.Divide(row, norm, row);
        }
    });
}
