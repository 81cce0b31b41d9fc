using Reminisce.Training.Algebra;
using Reminisce.Training.Onnx;
using Reminisce.Training.Text;
using Reminisce.Training.Towers;

namespace Reminisce.Training.Mini;

/// <summary>The text tower: vocabulary, token table and blocks.</summary>
internal sealed record TextTower(IReadOnlyList<string> Vocabulary, TokenTable Table, TowerShape Shape, IReadOnlyList<Block> Blocks)
{
    private readonly PieceTokenizer _tokenizer = new(Vocabulary);

    public int[] Encode(string text, int maxTokens) => _tokenizer.Encode(text, maxTokens);

    /// <summary>Puts the token vectors of texts into the residual stream, padded to <paramref name="tokens"/>.</summary>
    public TokenSet Embed(IReadOnlyList<string> texts, int tokens)
    {
        var cells = new Matrix(texts.Count, tokens * Shape.Width);
        var mask = new long[texts.Count * tokens];
        for (var i = 0; i < texts.Count; i++)
        {
            var ids = Encode(texts[i], tokens);
            for (var t = 0; t < ids.Length; t++)
            {
                mask[(i * tokens) + t] = 1;
                Table.Vectors.Row(ids[t]).CopyTo(cells.Row(i).Slice(t * Shape.Width, Shape.Content));
            }
        }

        return new TokenSet(cells, mask, tokens);
    }

    /// <summary>Writes the stage of the blocks from one layer to another; the first stage looks the tokens up.</summary>
    public byte[] BuildStage(string name, int from, int to)
    {
        var graph = new GraphBuilder(name);
        string hidden;
        string mask;
        if (from == 0)
        {
            var ids = graph.InputInt64("input_ids", -1, -1);
            mask = graph.InputInt64("attention_mask", -1, -1);
            var vectors = graph.Node("Gather", [graph.Weight(Table.Vectors), ids], GraphBuilder.Attribute("axis", 0));
            hidden = graph.Node("Pad", [vectors, graph.Integers(0, 0, 0, 0, 0, Shape.Width - Shape.Content)]);
        }
        else
        {
            hidden = graph.Input("hidden", -1, -1, Shape.Width);
            mask = graph.InputInt64("attention_mask", -1, -1);
        }

        var bias = BlockGraph.AddMaskBias(graph, mask);
        for (var layer = from; layer < to; layer++)
        {
            hidden = BlockGraph.Add(graph, hidden, bias, Blocks[layer], Shape);
        }

        graph.Output(hidden, from == 0 ? "hidden" : "hidden_out", -1, -1, Shape.Width);
        return graph.Build();
    }
}
