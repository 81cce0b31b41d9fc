using Reminisce.Training.Gradients;

namespace Reminisce.Training.Learning.Layers;

/// <summary>Writes trained weights into a graph that is to be shipped: matrices at 16 bits, vectors at 32.</summary>
internal sealed class TrainedWeights(IReadOnlyDictionary<string, float[]> trained) : IWeightSource
{
    public string Get(NodeWriter write, string name, Func<Random, float[]> initial, params long[] shape)
    {
        if (!trained.TryGetValue(name, out var values))
        {
            throw new ArgumentException($"The checkpoint has no weight '{name}'; it was made for towers of another shape.", nameof(name));
        }

        return shape.Length > 1 ? write.Halves(values, shape) : write.Floats(values, shape);
    }
}
