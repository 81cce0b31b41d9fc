using Reminisce.Training.Onnx;

namespace Reminisce.Training.Tests.Learning;

/// <summary>A teacher of the right form that sees the mean colours of sixteen fields: enough for drawn pictures.</summary>
internal static class SmallTeacher
{
    public static string Write(string path)
    {
        var graph = new GraphBuilder("teacher");
        var pixels = graph.Input("pixel_values", -1, 3, 224, 224);
        var fields = graph.Node("AveragePool", [pixels], GraphBuilder.Attribute("kernel_shape", [56, 56]), GraphBuilder.Attribute("strides", [56, 56]));
        var tokens = graph.Node("Transpose", [graph.Node("Reshape", [fields, graph.Integers(0, 3, 16)])], GraphBuilder.Attribute("perm", [0, 2, 1]));
        var wide = graph.Node("Reshape", [tokens, graph.Integers(0, 4, 12)]);
        graph.Output(wide, "last_hidden_state", -1, 4, 12);
        File.WriteAllBytes(path, graph.Build());
        return path;
    }
}
