using System.Numerics.Tensors;

namespace Reminisce.Evaluation;

/// <summary>Makes unit vectors of a distribution: the same row always gives the same vector.</summary>
/// <remarks>Thread-safe.</remarks>
internal abstract class VectorSource(int seed, int dimensions)
{
    /// <summary>Queries come from rows that are never stored.</summary>
    private const long FirstQuery = 1L << 50;

    public int Dimensions => dimensions;

    public static VectorSource Create(string distribution, int seed, int rows, int dimensions) => distribution switch
    {
        "clustered" => new ClusteredVectors(seed, rows, dimensions),
        "latent" => new LatentVectors(seed, dimensions),
        _ => throw new ArgumentException($"--dist {distribution}: give clustered or latent."),
    };

    public void Row(long row, Span<float> vector)
    {
        var random = new RowRandom(seed, row);
        Draw(ref random, vector);
        TensorPrimitives.Divide(vector, TensorPrimitives.Norm<float>(vector), vector);
    }

    public float[] Query(int query)
    {
        var vector = new float[dimensions];
        Row(FirstQuery + query, vector);
        return vector;
    }

    protected abstract void Draw(ref RowRandom random, Span<float> vector);
}
