using System.Numerics.Tensors;
using Reminisce.VectorData.Native;
using Reminisce.VectorData.Search;
using Reminisce.VectorData.Tests.Usearch;

namespace Reminisce.VectorData.Tests.Search;

public sealed class VectorCodesTests
{
    private const int Count = 3000;

    [Theory]
    [InlineData(UsearchMetric.Cosine, 1.0)]
    [InlineData(UsearchMetric.InnerProduct, 1.0)]
    [InlineData(UsearchMetric.L2sq, 1.0)]
    [InlineData(UsearchMetric.Cosine, 1e-6)]
    [InlineData(UsearchMetric.InnerProduct, 1e6)]
    [InlineData(UsearchMetric.L2sq, 1e4)]
    internal void Search_AnyMetricAndScale_HoldsTheBestAmongFourTimesAsMany(UsearchMetric metric, double scale)
    {
        foreach (var dimensions in new[] { 8, 33, 100 })
        {
            var random = new Random(dimensions);
            var vectors = Enumerable.Range(0, Count).Select(_ => Scaled(random, dimensions, scale * (0.5 + random.NextDouble()))).ToArray();
            var codes = Codes(metric, dimensions, vectors);
            var (found, wanted) = (0, 0);
            for (var i = 0; i < 20; i++)
            {
                var query = Scaled(random, dimensions, scale);
                var among = Enumerable.Range(0, Count).Where(_ => random.Next(3) == 0).Select(row => (long)row).ToArray();
                var exact = among.OrderByDescending(row => Score(metric, query, vectors[row])).Take(10).ToList();
                found += exact.Intersect(Nearest(codes, query, among, 40, 1)).Count();
                wanted += exact.Count;
            }

            Assert.True(found >= 0.99 * wanted, $"{metric}, {dimensions} dimensions: {found} of {wanted}");
        }
    }

    [Fact]
    public void Search_RowsRemovedAndAddedAgain_AreOfferedAsTheyAre()
    {
        var codes = Codes(UsearchMetric.Cosine, 2, [[1, 0], [0, 1], [1, 1]]);
        codes.Remove(0);
        codes.Set([7], [1, 0]);
        codes.Set([1], [1, 0.1f]);
        codes.Complete(2);
        Assert.Equal([7, 1, 2], Nearest(codes, [1, 0], [0, 1, 2, 7], 10, 2));
        Assert.True(codes.Bytes > 0);
    }

    [Fact]
    public void Search_ZeroVectors_AreWorstAndNeverNaN()
        => Assert.Equal([1, 0], Nearest(Codes(UsearchMetric.Cosine, 2, [[0, 0], [1, 0]]), [1, 0], [0, 1], 10, 1));

    [Fact]
    public void Search_StateNotTheirs_NamesTheRowsItCannotJudge()
    {
        var codes = Codes(UsearchMetric.Cosine, 2, [[1, 0], [0, 1]]);
        Assert.Empty(Unknown(codes, [0, 1, 5], 1));
        Assert.Equal([5], Unknown(codes, [0, 1, 5], 2));

        // Between two changes the state is nobody's.
        codes.Remove(1);
        Assert.Equal([1, 5], Unknown(codes, [0, 1, 5], 1));
        codes.Complete(2);
        Assert.Empty(Unknown(codes, [0, 1, 5], 2));
    }

    [Fact]
    public void Search_ManyRows_CrossBlocksAndPages()
    {
        var random = new Random(3);
        var codes = new VectorCodes(4, UsearchMetric.L2sq);
        var rows = Enumerable.Range(0, 5000).Select(i => (long)i * 3).ToArray();
        var vectors = rows.ToDictionary(row => row, _ => NoteSamples.Vector(random));
        foreach (var row in rows)
        {
            codes.Set([(ulong)row], vectors[row]);
        }

        foreach (var row in rows.Where((_, i) => i % 2 == 0))
        {
            codes.Remove((ulong)row);
        }

        codes.Complete(1);
        var left = rows.Where((_, i) => i % 2 == 1).ToArray();
        Assert.Equal(left, Nearest(codes, NoteSamples.Vector(random), rows, rows.Length, 1).Order());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(31)]
    [InlineData(32)]
    [InlineData(100)]
    [InlineData(65_536)]
    public void Dot_ExtremeComponents_NeitherOverflowsNorMissesOne(int length)
    {
        var random = new Random(length);
        var limit = CodeKernel.QueryLimit(length);
        foreach (var extreme in new[] { false, true })
        {
            var query = Enumerable.Range(0, length).Select(_ => (short)(extreme ? limit : random.Next(-limit, limit + 1))).ToArray();
            var code = Enumerable.Range(0, length).Select(_ => (sbyte)(extreme ? -CodeKernel.MostCode : random.Next(-CodeKernel.MostCode, CodeKernel.MostCode + 1))).ToArray();
            Assert.Equal(query.Zip(code, (q, c) => (long)q * c).Sum(), CodeKernel.Dot(query, code));
        }
    }

    private static VectorCodes Codes(UsearchMetric metric, int dimensions, float[][] vectors)
    {
        var codes = new VectorCodes(dimensions, metric);
        codes.Set([.. Enumerable.Range(0, vectors.Length).Select(row => (ulong)row)], [.. vectors.SelectMany(vector => vector)]);
        codes.Complete(1);
        return codes;
    }

    private static List<long> Nearest(VectorCodes codes, float[] query, long[] rows, int count, long sequence)
    {
        using var best = new BestRows(count, higherIsBetter: true);
        codes.Search(query, new RowSet(rows), sequence, best, [], default);
        return best.Take().ConvertAll(row => row.Row);
    }

    private static List<long> Unknown(VectorCodes codes, long[] rows, long sequence)
    {
        using var best = new BestRows(10, higherIsBetter: true);
        var unknown = new List<long>();
        codes.Search([1, 0], new RowSet(rows), sequence, best, unknown, default);
        return unknown;
    }

    private static float[] Scaled(Random random, int dimensions, double scale)
        => [.. NoteSamples.Vector(random, dimensions).Select(component => (float)(component * scale))];

    private static float Score(UsearchMetric metric, float[] query, float[] vector) => metric switch
    {
        UsearchMetric.Cosine => TensorPrimitives.CosineSimilarity(query, vector),
        UsearchMetric.InnerProduct => TensorPrimitives.Dot(query, vector),
        _ => -TensorPrimitives.Distance(query, vector),
    };
}
