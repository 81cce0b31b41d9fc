using System.Numerics.Tensors;

namespace Reminisce.Evaluation;

/// <summary>24 normal numbers through one random linear map, and a little noise: many dimensions, few of them meant, as in real embeddings.</summary>
internal sealed class LatentVectors : VectorSource
{
    private const int Latent = 24;
    private const float Noise = 0.05f;

    private readonly float[] _map;

    public LatentVectors(int seed, int dimensions)
        : base(seed, dimensions)
    {
        _map = new float[dimensions * Latent];
        var random = new RowRandom(seed, -1);
        random.Normal(_map);
        TensorPrimitives.Divide(_map, MathF.Sqrt(Latent), _map);
    }

    protected override void Draw(ref RowRandom random, Span<float> vector)
    {
        Span<float> latent = stackalloc float[Latent];
        random.Normal(latent);
        random.Normal(vector);
        for (var i = 0; i < vector.Length; i++)
        {
            vector[i] = (Noise * vector[i]) + TensorPrimitives.Dot(_map.AsSpan(i * Latent, Latent), latent);
        }
    }
}
