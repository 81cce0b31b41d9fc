using Reminisce.Training.Gradients;
using Reminisce.Training.Learning.Layers;
using Reminisce.Training.Onnx;

namespace Reminisce.Training.Pairing;

/// <summary>Writes the text tower that a pack is given: word vectors, whose mean is the text. It knows no order of words.</summary>
internal static class WordTower
{
    public const string Table = "text/table";

    /// <summary>Turns token ids <c>[B, T]</c> into states <c>[B, T, W]</c>.</summary>
    /// <param name="layers">The graph.</param>
    /// <param name="ids">The ids.</param>
    /// <param name="vocabulary">Number of pieces.</param>
    /// <param name="width">W.</param>
    public static string Embed(LayerWriter layers, string ids, int vocabulary, int width) =>
        layers.Write.Node("Gather", [layers.Weight(Table, Initial.Constant(vocabulary * width, 0), vocabulary, width), ids]);

    /// <summary>The mean of the words' states, scaled to length 1: <c>[B, W]</c>.</summary>
    public static string Pool(NodeWriter write, string states, string mask)
    {
        var words = write.Node("Unsqueeze", [write.Node("Cast", [mask], GraphBuilder.Attribute("to", 1)), write.Vector(2)]);
        var sum = write.ReduceSum(write.Multiply(states, words), [1], keepAxes: false);
        return write.Node("LpNormalization", [sum], GraphBuilder.Attribute("axis", -1), GraphBuilder.Attribute("p", 2));
    }
}
