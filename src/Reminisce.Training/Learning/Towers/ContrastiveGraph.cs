using Reminisce.Training.Gradients;
using Reminisce.Training.Learning.Layers;
using Reminisce.Training.Onnx;

namespace Reminisce.Training.Learning.Towers;

/// <summary>Writes the graph that trains both towers: every exit's picture embeddings against captions, and against a teacher.</summary>
/// <remarks>
/// Symmetric InfoNCE with several captions for a picture (each is a positive), at every exit with its own heads, deeper
/// exits weighing more, so that shallow embeddings are good and the trunk serves all of them. With a teacher, each exit
/// also predicts the teacher's features of the picture by squared error.
/// </remarks>
internal static class ContrastiveGraph
{
    public const string Pixels = "pixel_values";
    public const string Ids = "input_ids";
    public const string Mask = "attention_mask";
    public const string Teacher = "teacher";

    /// <summary>Writes the graph.</summary>
    /// <param name="options">Sizes of the towers.</param>
    /// <param name="pictures">Pictures of a batch.</param>
    /// <param name="captions">Captions for each picture; caption c of picture p is row <c>p * captions + c</c>.</param>
    /// <param name="teacherWidth">Features of the teacher, or 0 for none.</param>
    /// <param name="teacherWeight">Weight of the teacher's part.</param>
    /// <param name="weights">Where the weights come from.</param>
    public static TrainingGraph Write(DualEncoderOptions options, int pictures, int captions, int teacherWidth, float teacherWeight, NewWeights weights)
    {
        var model = Graphs.New("contrastive");
        var write = new NodeWriter(model.Graph, "train/");
        var layers = new LayerWriter(write, weights);
        var shapes = new Dictionary<string, long[]>
        {
            [Pixels] = [pictures, 3, options.ImageSize, options.ImageSize],
            [Ids] = [pictures * captions, options.TextTokens],
            [Mask] = [pictures * captions, options.TextTokens],
        };
        if (teacherWidth > 0)
        {
            shapes[Teacher] = [pictures, teacherWidth];
        }

        foreach (var (name, shape) in shapes)
        {
            Graphs.Input(model.Graph, name, name is Ids or Mask ? Graphs.Int64 : Graphs.Float, shape);
        }

        var text = new TextTower(layers, options);
        var words = text.Blocks(text.Embed(Ids), Mask, 0, options.TextLayers);
        var pooledText = text.Pool(words, Mask, "text/query");
        var scale = write.Node("Exp", [layers.Weight("scale", Initial.Constant(1, MathF.Log(1 / 0.07f)), 1)]);

        var image = new ImageTower(layers, options);
        var tokens = image.Stem(Pixels, options.Grid);
        var losses = new List<string>();
        var figures = new List<string>();
        var done = 0;
        foreach (var exit in options.ImageExits)
        {
            tokens = image.Blocks(tokens, done, exit, options.Grid);
            done = exit;
            var pooled = image.Pool(tokens, exit);
            var picture = EmbeddingHead.Write(layers, pooled, $"image/exit{exit}/head", options.ImageWidth, options.Dimensions);
            var query = EmbeddingHead.Write(layers, pooledText, $"text/query/image{exit}", options.TextWidth, options.Dimensions);
            var loss = Contrast(write, picture, query, scale, pictures, captions);
            figures.Add(loss);
            if (teacherWidth > 0)
            {
                var guess = layers.Linear(pooled, $"image/exit{exit}/teacher", options.ImageWidth, teacherWidth, 1 / MathF.Sqrt(options.ImageWidth));
                var miss = write.Subtract(guess, Teacher);
                var error = write.Node("ReduceMean", [write.Multiply(miss, miss)], GraphBuilder.Attribute("keepdims", 0));
                figures.Add(error);
                loss = write.Add(loss, write.Multiply(error, teacherWeight));
            }

            losses.Add(write.Multiply(loss, ExitWeight(options, exit)));
        }

        return new TrainingGraph(model, losses.Count == 1 ? losses[0] : write.Node("Sum", losses), weights.Names, shapes, figures);
    }

    /// <summary>Share of an exit in the loss: proportional to one more than its depth, all together 1.</summary>
    public static float ExitWeight(DualEncoderOptions options, int exit) =>
        (1f + exit) / options.ImageExits.Sum(e => 1f + e);

    private static string Contrast(NodeWriter write, string picture, string query, string scale, int pictures, int captions)
    {
        var total = pictures * captions;
        var positives = new float[pictures * total];
        for (var i = 0; i < total; i++)
        {
            // The mean over positives and both directions, and the sign, are part of the constant.
            positives[(i / captions * total) + i] = -0.5f / total;
        }

        var similarities = write.Multiply(write.Gemm(picture, query, transposeRight: true), scale);
        var toText = write.Node("LogSoftmax", [similarities], GraphBuilder.Attribute("axis", 1));
        var toPicture = write.Node("LogSoftmax", [similarities], GraphBuilder.Attribute("axis", 0));
        var both = write.Multiply(write.Add(toText, toPicture), write.Floats(positives, [pictures, total]));
        return write.ReduceSum(both, [0, 1], keepAxes: false);
    }
}
