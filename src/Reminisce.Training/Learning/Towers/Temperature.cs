using Reminisce.Training.Learning.Layers;

namespace Reminisce.Training.Learning.Towers;

/// <summary>Writes what similarities are multiplied with: one over a temperature, whose logarithm is trained.</summary>
internal static class Temperature
{
    private const float Start = 0.07f;

    public static string Write(LayerWriter layers, string name) =>
        layers.Write.Node("Exp", [layers.Weight(name, Initial.Constant(1, MathF.Log(1 / Start)), 1)]);
}
