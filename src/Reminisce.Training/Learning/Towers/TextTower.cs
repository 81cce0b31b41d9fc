using Reminisce.Training.Learning.Layers;
using Reminisce.Training.Onnx;

namespace Reminisce.Training.Learning.Towers;

/// <summary>Writes the text tower: token and place embeddings, then transformer blocks that do not see padding.</summary>
/// <remarks>
/// Blocks wash out which words a text has. So a finished tower's tokens carry a signature of their piece beside what blocks
/// change, past all of them, for heads to compare; training needs none.
/// </remarks>
/// <param name="layers">The graph.</param>
/// <param name="options">Sizes of the towers.</param>
/// <param name="table">First numbers of the token table, or null for random ones.</param>
internal sealed class TextTower(LayerWriter layers, DualEncoderOptions options, float[]? table = null)
{
    public const string Signatures = "text/signatures";

    private const float Hidden = -10_000;

    private BlockShape Shape => new(options.TextWidth, options.TextHeads, options.TextWidth * options.Expansion, options.TextLayers, options.Activation);

    /// <summary>Turns token ids <c>[B, T]</c> into tokens <c>[B, T, W]</c>.</summary>
    public string Embed(string ids)
    {
        var write = layers.Write;
        var width = options.TextWidth;
        var tokens = layers.Weight("text/tokens", table is null ? Initial.Normal(options.Vocabulary * width, 0.3f) : _ => table, options.Vocabulary, width);

        // Places start from nothing, so that those beyond the texts of the training mean nothing.
        var places = layers.Weight("text/places", Initial.Constant(options.MaxTextTokens * width, 0), options.MaxTextTokens, width);
        var length = write.Node("Shape", [ids], GraphBuilder.Attribute("start", 1));
        var taken = write.Node("Slice", [places, write.Vector(0), length, write.Vector(0)]);
        var meaning = write.Add(write.Node("Gather", [tokens, ids]), taken);
        if (options.TextSignature == 0)
        {
            return meaning;
        }

        var signatures = layers.Weight(Signatures, Initial.Constant(options.Vocabulary * options.TextSignature, 0), options.Vocabulary, options.TextSignature);
        return Join(meaning, write.Node("Gather", [signatures, ids]));
    }

    /// <summary>Runs the blocks from one layer to another.</summary>
    /// <param name="tokens">Tokens <c>[B, T, W]</c>.</param>
    /// <param name="mask">1 for words and 0 for padding, <c>[B, T]</c>, 64-bit.</param>
    /// <param name="fromLayer">Layers done before.</param>
    /// <param name="toLayer">Layers done after.</param>
    public string Blocks(string tokens, string mask, int fromLayer, int toLayer)
    {
        var write = layers.Write;
        var empty = write.Subtract(write.Scalar(1), write.Node("Cast", [mask], GraphBuilder.Attribute("to", 1)));
        var offset = write.Node("Unsqueeze", [write.Multiply(empty, Hidden), write.Vector(1, 2)]);
        string[] parts = options.TextSignature == 0 ? [tokens] : Split(tokens);
        tokens = parts[0];
        for (var layer = fromLayer; layer < toLayer; layer++)
        {
            tokens = layers.Block(tokens, $"text/{layer}", Shape, offset);
        }

        return parts.Length == 1 ? tokens : Join(tokens, parts[1]);
    }

    /// <summary>The normalised mean of the tokens that are words, <c>[B, W]</c>.</summary>
    /// <remarks>The mean comes first, so that frequent words, whose vectors are short, count for little.</remarks>
    public string Pool(string tokens, string mask)
    {
        var write = layers.Write;
        var words = write.Node("Cast", [mask], GraphBuilder.Attribute("to", 1));
        var weighted = write.Multiply(tokens, write.Node("Unsqueeze", [words, write.Vector(2)]));
        var mean = write.Divide(write.ReduceSum(weighted, [1], keepAxes: false), write.ReduceSum(words, [1], keepAxes: true));
        return layers.Normalize(mean, TextGraph.Norm, options.TextWidth);
    }

    private string Join(string meaning, string signature) => layers.Write.Node("Concat", [meaning, signature], GraphBuilder.Attribute("axis", -1));

    private string[] Split(string tokens) =>
        layers.Write.Nodes("Split", [tokens, layers.Write.Vector(options.TextWidth, options.TextSignature)], 2, GraphBuilder.Attribute("axis", -1));
}
