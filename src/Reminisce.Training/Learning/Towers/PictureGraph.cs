using Reminisce.Training.Exits;
using Reminisce.Training.Gradients;
using Reminisce.Training.Learning.Layers;
using Reminisce.Training.Onnx;

namespace Reminisce.Training.Learning.Towers;

/// <summary>Writes the graph that trains the image tower: every exit's embeddings against captions, and against a teacher.</summary>
/// <remarks>
/// Symmetric InfoNCE with several captions for a picture (each is a positive), at every exit with its own heads, deeper
/// exits weighing more, so that shallow embeddings are good and the trunk serves all of them. The text tower is done and
/// its pooled values are data. Each exit also predicts by squared error what the teacher says of the very same view.
/// </remarks>
internal static class PictureGraph
{
    public const string Pixels = "pixel_values";
    public const string Words = "words";
    public const string Teacher = TextGraph.Teacher;

    /// <summary>Writes the graph.</summary>
    /// <param name="options">Sizes of the towers.</param>
    /// <param name="pictures">Pictures of a batch.</param>
    /// <param name="captions">Captions for each picture; caption c of picture p is row <c>p * captions + c</c>.</param>
    /// <param name="others">Pictures without captions that follow them, of which only the teacher speaks.</param>
    /// <param name="teacherWidth">Numbers that the teacher gives for a view.</param>
    /// <param name="teacherWeight">Weight of the teacher's part.</param>
    /// <param name="weights">Where the weights come from.</param>
    public static TrainingGraph Write(DualEncoderOptions options, int pictures, int captions, int others, int teacherWidth, float teacherWeight, NewWeights weights)
    {
        var model = Graphs.New("picture");
        var write = new NodeWriter(model.Graph, "train/");
        var layers = new LayerWriter(write, weights);
        var shapes = new Dictionary<string, long[]>
        {
            [Pixels] = [pictures + others, 3, options.ImageSize, options.ImageSize],
            [Words] = [pictures * captions, options.TextWidth],
            [Teacher] = [pictures + others, teacherWidth],
        };
        foreach (var (name, shape) in shapes)
        {
            Graphs.Input(model.Graph, name, Graphs.Float, shape);
        }

        var image = new ImageTower(layers, options);
        var scale = Temperature.Write(layers, "scale");
        var tokens = image.Stem(Pixels, options.Grid);
        var losses = new List<string>();
        var figures = new List<string>();
        var done = 0;
        foreach (var exit in options.ImageExits)
        {
            tokens = image.Blocks(tokens, done, exit, options.Grid);
            done = exit;
            var pooled = image.Pool(tokens, exit);
            var captioned = others == 0 ? pooled : write.Node("Slice", [pooled, write.Vector(0), write.Vector(pictures), write.Vector(0)]);
            var picture = EmbeddingHead.Write(layers, captioned, $"image/exit{exit}/head", options.ImageWidth, options.Dimensions);
            var query = EmbeddingHead.Write(layers, Words, QueryHead(exit), options.TextWidth, options.Dimensions);
            var contrast = Contrast.Write(write, picture, query, scale, pictures, captions);
            var guess = layers.Linear(pooled, $"image/exit{exit}/teacher", options.ImageWidth, teacherWidth, 1 / MathF.Sqrt(options.ImageWidth));
            var miss = write.Subtract(guess, Teacher);
            var error = write.Node("ReduceMean", [write.Multiply(miss, miss)], GraphBuilder.Attribute("keepdims", 0));
            figures.AddRange([contrast, error]);
            losses.Add(write.Multiply(write.Add(contrast, write.Multiply(error, teacherWeight)), ExitWeight(options, exit)));
        }

        return new TrainingGraph(model, losses.Count == 1 ? losses[0] : write.Node("Sum", losses), weights.Names, shapes, figures);
    }

    /// <summary>Name of the query head of captions that look for pictures at an exit.</summary>
    public static string QueryHead(int exit) => $"text/query/image{exit}";

    /// <summary>Share of an exit in the loss: proportional to one more than its depth, all together 1.</summary>
    public static float ExitWeight(DualEncoderOptions options, int exit) =>
        (1f + exit) / options.ImageExits.Sum(e => 1f + e);
}
