using Reminisce.Training.Gradients;
using Reminisce.Training.Learning.Layers;
using Reminisce.Training.Onnx;

namespace Reminisce.Training.Learning.Towers;

/// <summary>Writes the graph that trains the image tower alone to name what a small picture shows, at every exit.</summary>
/// <remarks>The same blocks as in <see cref="PictureGraph"/> over a smaller grid; only the place embeddings differ.</remarks>
internal static class ClassifierGraph
{
    public const string Pixels = "pixel_values";
    public const string Classes = "classes";

    /// <summary>Writes the graph.</summary>
    /// <param name="options">Sizes of the towers.</param>
    /// <param name="size">Edge of the pictures in pixels; a multiple of the towers' patch.</param>
    /// <param name="pictures">Pictures of a batch.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="weights">Where the weights come from.</param>
    public static TrainingGraph Write(DualEncoderOptions options, int size, int pictures, int classes, NewWeights weights)
    {
        var model = Graphs.New("classifier");
        var write = new NodeWriter(model.Graph, "train/");
        var layers = new LayerWriter(write, weights);
        var shapes = new Dictionary<string, long[]> { [Pixels] = [pictures, 3, size, size], [Classes] = [pictures, classes] };
        foreach (var (name, shape) in shapes)
        {
            Graphs.Input(model.Graph, name, Graphs.Float, shape);
        }

        var image = new ImageTower(layers, options);
        var grid = size / options.Patch;
        var tokens = image.Stem(Pixels, grid);
        var losses = new List<string>();
        var figures = new List<string>();
        var done = 0;
        foreach (var exit in options.ImageExits)
        {
            tokens = image.Blocks(tokens, done, exit, grid);
            done = exit;
            var logits = layers.Linear(image.Pool(tokens, exit), $"image/exit{exit}/classes", options.ImageWidth, classes, 1 / MathF.Sqrt(options.ImageWidth));
            var surprise = write.Multiply(write.Node("LogSoftmax", [logits], GraphBuilder.Attribute("axis", -1)), Classes);
            var loss = write.Multiply(write.ReduceSum(surprise, [0, 1], keepAxes: false), -1f / pictures);
            figures.Add(loss);
            losses.Add(write.Multiply(loss, PictureGraph.ExitWeight(options, exit)));
        }

        return new TrainingGraph(model, losses.Count == 1 ? losses[0] : write.Node("Sum", losses), weights.Names, shapes, figures);
    }
}
