using Reminisce.Training.Exits;
using Reminisce.Training.Gradients;
using Reminisce.Training.Learning.Layers;
using Reminisce.Training.Onnx;

namespace Reminisce.Training.Learning.Towers;

/// <summary>Writes the graph that trains the text tower: captions against what a teacher sees, and texts that mean the same against each other.</summary>
/// <remarks>
/// The teacher's features are fixed, so this costs no picture tower; the map from features to the shared space is trained
/// along. What it gives for a picture is what the picture tower learns to give afterwards.
/// </remarks>
internal static class TextGraph
{
    public const string Ids = "input_ids";
    public const string Mask = "attention_mask";
    public const string Teacher = "teacher";
    public const string Norm = "text/norm";
    public const string ItemHead = "text/item";
    public const string QueryHead = "text/query/teacher";

    /// <summary>Writes the graph.</summary>
    /// <param name="options">Sizes of the towers.</param>
    /// <param name="pictures">Pictures of a batch, with two captions each: rows <c>2p</c> and <c>2p + 1</c> of the texts.</param>
    /// <param name="pairs">Pairs of texts that mean the same, in the rows after the captions.</param>
    /// <param name="teacherWidth">Features of the teacher.</param>
    /// <param name="pairWeight">Weight of the loss of texts against texts.</param>
    /// <param name="weights">Where the weights come from.</param>
    /// <param name="table">First numbers of the token table.</param>
    public static TrainingGraph Write(DualEncoderOptions options, int pictures, int pairs, int teacherWidth, float pairWeight, NewWeights weights, float[] table)
    {
        var model = Graphs.New("text");
        var write = new NodeWriter(model.Graph, "train/");
        var layers = new LayerWriter(write, weights);
        var texts = 2 * (pictures + pairs);
        var shapes = new Dictionary<string, long[]>
        {
            [Ids] = [texts, options.TextTokens],
            [Mask] = [texts, options.TextTokens],
            [Teacher] = [pictures, teacherWidth],
        };
        foreach (var (name, shape) in shapes)
        {
            Graphs.Input(model.Graph, name, name == Teacher ? Graphs.Float : Graphs.Int64, shape);
        }

        var tower = new TextTower(layers, options, table);
        var pooled = tower.Pool(tower.Blocks(tower.Embed(Ids), Mask, 0, options.TextLayers), Mask);
        var captions = write.Node("Slice", [pooled, write.Vector(0), write.Vector(2L * pictures), write.Vector(0)]);
        var query = EmbeddingHead.Write(layers, captions, QueryHead, options.TextWidth, options.Dimensions);
        var seen = Contrast.Write(write, TeacherHead.Write(layers, Teacher, teacherWidth, options.Dimensions), query, Temperature.Write(layers, "scale"), pictures, 2);

        var texted = EmbeddingHead.Write(layers, pooled, ItemHead, options.TextWidth, options.Dimensions);
        var sides = write.Nodes("Split", [write.Reshape(texted, pictures + pairs, 2L * options.Dimensions)], 2, GraphBuilder.Attribute("axis", 1), GraphBuilder.Attribute("num_outputs", 2));
        var meant = Contrast.Write(write, sides[0], sides[1], Temperature.Write(layers, "text/scale"), pictures + pairs, 1);
        return new TrainingGraph(model, write.Add(seen, write.Multiply(meant, pairWeight)), weights.Names, shapes, [seen, meant]);
    }
}
