using Reminisce.Training.Learning.Layers;
using Reminisce.Training.Onnx.Proto;

namespace Reminisce.Training.Exits;

/// <summary>The head of an exit in the graph that heals its window.</summary>
internal interface IWindowHead
{
    /// <summary>Gets the number of dimensions of an embedding.</summary>
    int Dimensions { get; }

    /// <summary>Adds the head.</summary>
    /// <param name="model">The graph.</param>
    /// <param name="layers">Writes into it.</param>
    /// <param name="states">Name of the states <c>[B, T, W]</c>.</param>
    /// <param name="tokens">T.</param>
    /// <returns>Name of the embeddings <c>[B, D]</c>, of length 1.</returns>
    string Append(ModelProto model, LayerWriter layers, string states, int tokens);
}
