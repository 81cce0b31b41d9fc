using Google.Protobuf;
using Reminisce.Encoders;
using Reminisce.Training.Gradients;
using Reminisce.Training.Learning.Towers;
using Reminisce.Training.Onnx;
using Reminisce.Training.Onnx.Proto;

namespace Reminisce.Training.Exits;

/// <summary>Writes heads as the graphs that a pack holds.</summary>
internal static class HeadGraphs
{
    /// <summary>A head that reads the first token, and mean and deviation of all tokens, as <see cref="TowerTaps"/> takes them.</summary>
    public static byte[] Build(ExitHead head, PackTower tower)
    {
        var model = Graphs.New("head");
        var write = new NodeWriter(model.Graph, "head/");
        var masked = tower.Modality == PackModality.Text;
        var hidden = Graphs.Input(model.Graph, "hidden", Graphs.Float, -1, masked ? -1 : tower.MaxTokens, tower.Width);
        var mask = masked ? Graphs.Input(model.Graph, "attention_mask", Graphs.Int64, -1, -1) : null;
        return Finish(model, head.Write(write, Features(write, hidden, mask, tower.MaxTokens)), head.Dimensions);
    }

    /// <summary>Adds what such a head reads to a graph: <c>[B,T,W]</c> to <c>[B,3W]</c>.</summary>
    /// <param name="write">The graph.</param>
    /// <param name="hidden">States.</param>
    /// <param name="mask">1 for real tokens, or null where all T are.</param>
    /// <param name="tokens">T, where there is no mask.</param>
    public static string Features(NodeWriter write, string hidden, string? mask, int tokens)
    {
        var first = write.Node("Squeeze", [write.Node("Gather", [hidden, write.Vector(0)], GraphBuilder.Attribute("axis", 1)), write.Vector(1)]);
        var mean = Mean(write, hidden, mask, tokens);
        var away = write.Subtract(hidden, write.Node("Unsqueeze", [mean, write.Vector(1)]));
        var variance = Mean(write, write.Multiply(away, away), mask, tokens);
        var deviation = write.Node("Sqrt", [write.Add(variance, write.Scalar(TowerTaps.SmallestVariance))]);
        return write.Node("Concat", [first, mean, deviation], GraphBuilder.Attribute("axis", -1));
    }

    /// <summary>Ends a graph with an embedding.</summary>
    public static byte[] Finish(ModelProto model, string embedding, int dimensions)
    {
        Graphs.Output(model.Graph, embedding, "embedding", -1, dimensions);
        return model.ToByteArray();
    }

    private static string Mean(NodeWriter write, string hidden, string? mask, int tokens)
    {
        if (mask is null)
        {
            // Of the reductions only the sum has one form in all operator sets that graphs behind this one may have.
            return write.Multiply(write.ReduceSum(hidden, [1], keepAxes: false), 1f / tokens);
        }

        var words = write.Node("Cast", [mask], GraphBuilder.Attribute("to", 1));
        var sum = write.ReduceSum(write.Multiply(hidden, write.Node("Unsqueeze", [words, write.Vector(2)])), [1], keepAxes: false);
        return write.Divide(sum, write.ReduceSum(words, [1], keepAxes: true));
    }
}
