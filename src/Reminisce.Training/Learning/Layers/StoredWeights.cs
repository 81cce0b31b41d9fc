using Reminisce.Training.Gradients;
using Reminisce.Training.Onnx.Proto;
using Reminisce.Training.Quantization;

namespace Reminisce.Training.Learning.Layers;

/// <summary>Finds the weights that a graph of a pack was written with, while the same graph is written once more.</summary>
/// <remarks>The writer numbers its constants, so that equal towers give equal names.</remarks>
/// <param name="stored">The graph in the pack.</param>
internal sealed class StoredWeights(GraphProto stored) : IWeightSource
{
    private readonly Dictionary<string, float[]> _found = new(StringComparer.Ordinal);

    /// <summary>The weights found so far, by name.</summary>
    public IReadOnlyDictionary<string, float[]> Found => _found;

    public string Get(NodeWriter write, string name, Func<Random, float[]> initial, params long[] shape)
    {
        var room = new Dictionary<string, float[]> { [name] = new float[shape.Aggregate(1L, (a, b) => a * b)] };
        var value = new TrainedWeights(room).Get(write, name, initial, shape);
        var made = write.Graph.Initializer[^1];
        var known = stored.Initializer.FirstOrDefault(t => t.Name == made.Name && t.Dims.SequenceEqual(shape));
        _found[name] = (known is null ? null : Constants.Read(known))
            ?? throw new InvalidDataException($"The pack's graph '{stored.Name}' has no weight '{name}' of shape [{string.Join(", ", shape)}]; it was not made by this training, or for towers of another shape.");
        return value;
    }
}
