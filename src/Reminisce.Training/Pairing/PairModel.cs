using Reminisce.Training.Algebra;
using Reminisce.Training.Exits;
using Reminisce.Training.Gradients;
using Reminisce.Training.Learning.Batches;
using Reminisce.Training.Learning.Layers;
using Reminisce.Training.Learning.Towers;
using Reminisce.Training.Onnx;
using Reminisce.Training.Onnx.Proto;

namespace Reminisce.Training.Pairing;

/// <summary>A text tower and the heads of all exits, trained as far as they are.</summary>
/// <param name="Settings">Sizes.</param>
/// <param name="Weights">Weights of the text tower, by name.</param>
/// <param name="Items">Item heads, shallow to deep.</param>
/// <param name="Queries">Query heads in the same order.</param>
internal sealed partial record PairModel(PairingSettings Settings, IReadOnlyDictionary<string, float[]> Weights, IReadOnlyList<ExitHead> Items, IReadOnlyList<ExitHead> Queries)
{
    private const int BatchSize = 500;

    private int Vocabulary => Weights[WordTower.Table].Length / Settings.Width;

    /// <summary>Writes the one stage of the text tower: word vectors.</summary>
    public byte[] TextStage()
    {
        var (model, _, states) = Begin();
        Graphs.Output(model.Graph, states, "hidden", -1, -1, Settings.Width);
        return Serialize(model);
    }

    /// <summary>Pooled texts of captions, row after row, and the item that each belongs to.</summary>
    public (Matrix Texts, int[] Targets) Texts(CaptionTokens captions)
    {
        var (model, write, states) = Begin();
        Graphs.Input(model.Graph, PairGraph.Mask, Graphs.Int64, -1, -1);
        Graphs.Output(model.Graph, WordTower.Pool(write, states, PairGraph.Mask), "text", -1, Settings.Width);
        using var runner = new GraphRunner(Serialize(model));
        var rows = Enumerable.Range(0, captions.Count).SelectMany(p => Enumerable.Range(0, captions.CaptionsOf(p)).Select(c => (Item: p, Caption: c))).ToArray();
        var result = new Matrix(rows.Length, Settings.Width);
        for (var start = 0; start < rows.Length; start += BatchSize)
        {
            var count = Math.Min(BatchSize, rows.Length - start);
            var ids = new long[count * captions.Length];
            var mask = new long[ids.Length];
            for (var i = 0; i < count; i++)
            {
                captions.Write(rows[start + i].Item, rows[start + i].Caption, ids.AsSpan(i * captions.Length, captions.Length), mask.AsSpan(i * captions.Length, captions.Length));
            }

            runner.Run((PairGraph.Ids, GraphRunner.Tensor(ids, count, captions.Length)), (PairGraph.Mask, GraphRunner.Tensor(mask, count, captions.Length)))
                .CopyTo(result.Data, start * Settings.Width);
        }

        return (result, [.. rows.Select(r => r.Item)]);
    }

    /// <summary>The queries that captions are at every exit.</summary>
    public RiskPredictor.Asked Ask(CaptionTokens captions)
    {
        var (texts, targets) = Texts(captions);
        return new RiskPredictor.Asked([.. Queries.Select(q => q.Embed(texts))], targets);
    }

    private (ModelProto Model, NodeWriter Write, string States) Begin()
    {
        var model = Graphs.New("text");
        var write = new NodeWriter(model.Graph, "text/");
        var ids = Graphs.Input(model.Graph, PairGraph.Ids, Graphs.Int64, -1, -1);
        return (model, write, WordTower.Embed(new LayerWriter(write, new TrainedWeights(Weights)), ids, Vocabulary, Settings.Width));
    }

    private static byte[] Serialize(ModelProto model) => Google.Protobuf.MessageExtensions.ToByteArray(model);
}
