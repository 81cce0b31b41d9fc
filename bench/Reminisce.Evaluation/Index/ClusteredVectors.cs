using System.Numerics.Tensors;

namespace Reminisce.Evaluation;

/// <summary>About sqrt(rows) clusters: their centres uniform on the sphere, normal noise of half the centre's length around each.</summary>
internal sealed class ClusteredVectors : VectorSource
{
    private const float Noise = 0.5f;

    private readonly float[][] _centres;

    public ClusteredVectors(int seed, int rows, int dimensions)
        : base(seed, dimensions)
    {
        _centres = new float[(int)Math.Sqrt(rows)][];
        for (var i = 0; i < _centres.Length; i++)
        {
            _centres[i] = new float[dimensions];
            var random = new RowRandom(seed, -1 - i);
            random.Normal(_centres[i]);
            TensorPrimitives.Divide(_centres[i], TensorPrimitives.Norm<float>(_centres[i]), _centres[i]);
        }
    }

    protected override void Draw(ref RowRandom random, Span<float> vector)
    {
        var centre = _centres[random.Next() % (ulong)_centres.Length];
        random.Normal(vector);
        TensorPrimitives.MultiplyAdd(vector, Noise / MathF.Sqrt(Dimensions), centre, vector);
    }
}
