namespace Reminisce.Training.Learning.Layers;

/// <summary>Sizes of a transformer block.</summary>
/// <param name="Width">Width of a token.</param>
/// <param name="Heads">Number of attention heads; divides the width.</param>
/// <param name="Inner">Width inside the two-layer network.</param>
/// <param name="Layers">Number of blocks of the tower, which scales the first numbers of what is added to the residual path.</param>
/// <param name="Activation">Operator between the two layers.</param>
internal sealed record BlockShape(int Width, int Heads, int Inner, int Layers, string Activation)
{
    public float Deviation => 1 / MathF.Sqrt(Width);

    public float ResidualDeviation => 1 / MathF.Sqrt(2f * Layers * Inner);
}
