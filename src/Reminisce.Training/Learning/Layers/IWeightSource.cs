using Reminisce.Training.Gradients;

namespace Reminisce.Training.Learning.Layers;

/// <summary>Where a layer gets its weights from: new ones to be trained, or trained ones to be shipped.</summary>
internal interface IWeightSource
{
    /// <summary>Gives the name of the value that holds a weight in the graph being written.</summary>
    /// <param name="write">The graph.</param>
    /// <param name="name">Name of the weight, the same in training and in the pack.</param>
    /// <param name="initial">Makes its first numbers.</param>
    /// <param name="shape">Lengths of the axes.</param>
    string Get(NodeWriter write, string name, Func<Random, float[]> initial, params long[] shape);
}
