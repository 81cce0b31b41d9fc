using Reminisce.VectorData.Native;

namespace Reminisce.VectorData.Tests.Native;

/// <summary>The oracle: a dictionary, searched by computing every distance in double precision.</summary>
internal sealed class ExactIndex(UsearchMetric metric)
{
    public UsearchMetric Metric => metric;

    public Dictionary<ulong, float[]> Vectors { get; } = [];

    public (ulong Key, double Distance)[] Search(float[] query, int k, Func<ulong, bool>? filter = null) =>
    [
        .. Vectors.Where(pair => filter is null || filter(pair.Key))
            .Select(pair => (pair.Key, Distance: Distance(metric, query, pair.Value)))
            .OrderBy(hit => hit.Distance)
            .Take(k),
    ];

    public static double Distance(UsearchMetric metric, float[] a, float[] b)
    {
        double dot = 0, aa = 0, bb = 0, squares = 0, bits = 0;
        for (int i = 0; i < a.Length; i++)
        {
            dot += (double)a[i] * b[i];
            aa += (double)a[i] * a[i];
            bb += (double)b[i] * b[i];
            squares += ((double)a[i] - b[i]) * ((double)a[i] - b[i]);
            bits += (a[i] > 0) == (b[i] > 0) ? 0 : 1;
        }

        return metric switch
        {
            UsearchMetric.Cosine => 1 - (dot / Math.Sqrt(aa * bb)),
            UsearchMetric.InnerProduct => 1 - dot,
            UsearchMetric.L2sq => squares,
            UsearchMetric.Hamming => bits,
            _ => throw new ArgumentOutOfRangeException(nameof(metric), metric, "No exact distance is written for it."),
        };
    }
}
