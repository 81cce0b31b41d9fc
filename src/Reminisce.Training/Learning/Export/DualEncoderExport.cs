using Google.Protobuf;
using Reminisce.Training.Algebra;
using Reminisce.Training.Gradients;
using Reminisce.Training.Learning.Layers;
using Reminisce.Training.Learning.Towers;
using Reminisce.Training.Onnx;
using Reminisce.Training.Onnx.Proto;

namespace Reminisce.Training.Learning.Export;

/// <summary>Cuts trained towers into the graphs of a model pack: one stage between two exits, and heads beside them.</summary>
/// <param name="options">Sizes of the towers.</param>
/// <param name="weights">The weights by name.</param>
/// <param name="source">Where the stages' weights come from instead, or null.</param>
internal sealed class DualEncoderExport(DualEncoderOptions options, IReadOnlyDictionary<string, float[]> weights, IWeightSource? source = null)
{
    private const string Hidden = "hidden";
    private const string Mask = TextGraph.Mask;

    /// <summary>Exits of the text tower: after every second block and the last.</summary>
    public IReadOnlyList<int> TextExits { get; } = [.. Enumerable.Range(1, options.TextLayers).Where(l => l % 2 == 0 || l == options.TextLayers)];

    /// <summary>The blocks of the image tower from one layer to another; from 0 it begins with pixels.</summary>
    public byte[] ImageStage(int fromLayer, int toLayer)
    {
        var (model, layers) = Begin("image-stage");
        var tower = new ImageTower(layers, options);
        long[] shape = [-1, options.Grid * options.Grid, options.ImageWidth];
        var tokens = fromLayer == 0
            ? tower.Stem(Graphs.Input(model.Graph, PictureGraph.Pixels, Graphs.Float, -1, 3, options.ImageSize, options.ImageSize), options.Grid)
            : Graphs.Input(model.Graph, Hidden, Graphs.Float, shape);
        Graphs.Output(model.Graph, tower.Blocks(tokens, fromLayer, toLayer, options.Grid), fromLayer == 0 ? Hidden : "hidden_out", shape);
        return model.ToByteArray();
    }

    /// <summary>The blocks of the text tower from one layer to another; from 0 it begins with token ids.</summary>
    public byte[] TextStage(int fromLayer, int toLayer)
    {
        var (model, layers) = Begin("text-stage");
        var tower = new TextTower(layers, options);
        long[] shape = [-1, -1, options.TextWidth + options.TextSignature];
        var tokens = fromLayer == 0
            ? tower.Embed(Graphs.Input(model.Graph, TextGraph.Ids, Graphs.Int64, -1, -1))
            : Graphs.Input(model.Graph, Hidden, Graphs.Float, shape);
        Graphs.Input(model.Graph, Mask, Graphs.Int64, -1, -1);
        Graphs.Output(model.Graph, tower.Blocks(tokens, Mask, fromLayer, toLayer), fromLayer == 0 ? Hidden : "hidden_out", shape);
        return model.ToByteArray();
    }

    /// <summary>A head as a graph.</summary>
    /// <param name="text">Whether it belongs to the text tower, whose padding it must not see.</param>
    /// <param name="head">Its weights.</param>
    public byte[] Head(bool text, HeadWeights head)
    {
        var (model, layers) = Begin("head");
        var (pooled, signature) = Pooled(model, layers, text, head.Scale, head.Offset);
        var write = layers.Write;
        var projected = write.MatMul(pooled, write.Halves(head.Projection.Data, head.Projection.Rows, head.Projection.Columns));
        projected = head.Bias is null ? projected : write.Add(projected, write.Floats(head.Bias, [head.Bias.Length]));
        var embedding = EmbeddingHead.Normalize(write, projected);
        if (head.Words > 0)
        {
            var joined = write.Node("Concat", [embedding, EmbeddingHead.Normalize(write, signature!)], GraphBuilder.Attribute("axis", -1));
            embedding = EmbeddingHead.Normalize(write, joined);
        }

        Graphs.Output(model.Graph, embedding, "embedding", -1, head.Projection.Columns + head.Words);
        return model.ToByteArray();
    }

    /// <summary>The first part of a head as a graph, up to the pooled tokens: what projections are fitted on, and a text's mean signature behind it.</summary>
    public byte[] Pool(bool text, float[] scale, float[] offset)
    {
        var (model, layers) = Begin("pool");
        var (pooled, signature) = Pooled(model, layers, text, scale, offset);
        pooled = signature is null ? pooled : layers.Write.Node("Concat", [pooled, signature], GraphBuilder.Attribute("axis", -1));
        Graphs.Output(model.Graph, pooled, "pooled", -1, scale.Length + (signature is null ? 0 : options.TextSignature));
        return model.ToByteArray();
    }

    /// <summary>The trained head of an image exit.</summary>
    public HeadWeights ImageHead(int exit) => Trained($"image/exit{exit}/norm", $"image/exit{exit}/head", options.ImageWidth);

    /// <summary>The trained head of the full text tower that searches an image exit.</summary>
    public HeadWeights TextQueryHead(int imageExit) => Trained(TextGraph.Norm, PictureGraph.QueryHead(imageExit), options.TextWidth);

    /// <summary>The trained head of the full text tower that texts are stored under.</summary>
    public HeadWeights TextItemHead() => Trained(TextGraph.Norm, TextGraph.ItemHead, options.TextWidth);

    /// <summary>The map from a teacher's features of a picture to the space shared with texts.</summary>
    public byte[] TeacherHeadGraph(int width)
    {
        var (model, layers) = Begin("teacher-head");
        var features = Graphs.Input(model.Graph, TextGraph.Teacher, Graphs.Float, -1, width);
        Graphs.Output(model.Graph, TeacherHead.Write(layers, features, width, options.Dimensions), "embedding", -1, options.Dimensions);
        return model.ToByteArray();
    }

    private HeadWeights Trained(string norm, string projection, int width) =>
        new(Get(norm + "/scale"), Get(norm + "/offset"), new Matrix(width, Get(projection + "/weight").Length / width, Get(projection + "/weight")));

    private float[] Get(string name) =>
        weights.TryGetValue(name, out var values) ? values : throw new ArgumentException($"The checkpoint has no weight '{name}'; it was made for towers of another shape.", nameof(name));

    private (string Pooled, string? Signature) Pooled(ModelProto model, LayerWriter layers, bool text, float[] scale, float[] offset)
    {
        var write = layers.Write;
        var signed = text && options.TextSignature > 0;
        var hidden = Graphs.Input(model.Graph, Hidden, Graphs.Float, -1, -1, scale.Length + (signed ? options.TextSignature : 0));
        if (!text)
        {
            return (write.Node("ReduceMean", [Normalize(hidden), write.Vector(1)], GraphBuilder.Attribute("keepdims", 0)), null);
        }

        Graphs.Input(model.Graph, Mask, Graphs.Int64, -1, -1);
        var words = write.Node("Cast", [Mask], GraphBuilder.Attribute("to", 1));
        var sum = write.ReduceSum(write.Multiply(hidden, write.Node("Unsqueeze", [words, write.Vector(2)])), [1], keepAxes: false);
        var mean = write.Divide(sum, write.ReduceSum(words, [1], keepAxes: true));
        if (!signed)
        {
            return (Normalize(mean), null);
        }

        var parts = write.Nodes("Split", [mean, write.Vector(scale.Length, options.TextSignature)], 2, GraphBuilder.Attribute("axis", -1));
        return (Normalize(parts[0]), parts[1]);

        string Normalize(string value) => write.Node(
            "LayerNormalization",
            [value, write.Floats(scale, [scale.Length]), write.Floats(offset, [offset.Length])],
            GraphBuilder.Attribute("axis", -1),
            GraphBuilder.Attribute("epsilon", 1e-5f));
    }

    private (ModelProto Model, LayerWriter Layers) Begin(string name)
    {
        var model = Graphs.New(name);
        return (model, new LayerWriter(new NodeWriter(model.Graph, name + "/"), source ?? new TrainedWeights(weights)));
    }
}
