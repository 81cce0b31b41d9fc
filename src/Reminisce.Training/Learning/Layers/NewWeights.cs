using Reminisce.Training.Gradients;

namespace Reminisce.Training.Learning.Layers;

/// <summary>Adds weights as 32-bit initialisers under their own names, so that they can be trained.</summary>
/// <remarks>
/// Each weight's first numbers depend on the seed and its name alone, not on the order of the layers. Weights that an
/// earlier run trained replace them.
/// </remarks>
internal sealed class NewWeights(int seed, IReadOnlyDictionary<string, float[]>? trained = null) : IWeightSource
{
    private readonly List<string> _names = [];

    /// <summary>Names of the weights added, in the order of their first use.</summary>
    public IReadOnlyList<string> Names => _names;

    public string Get(NodeWriter write, string name, Func<Random, float[]> initial, params long[] shape)
    {
        if (_names.Contains(name))
        {
            return name;
        }

        _names.Add(name);
        var count = shape.Aggregate(1L, (a, b) => a * b);
        var values = trained is not null && trained.TryGetValue(name, out var known) && known.Length == count
            ? known
            : initial(new Random(unchecked((seed * 1_000_003) + Hash(name))));
        return write.Floats(values, shape, name);
    }

    // FNV-1a: string.GetHashCode differs from run to run.
    private static int Hash(string name)
    {
        var hash = 2166136261u;
        foreach (var c in name)
        {
            hash = (hash ^ c) * 16777619u;
        }

        return unchecked((int)hash);
    }
}
