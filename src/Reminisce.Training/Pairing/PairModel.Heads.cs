using Reminisce.Training.Algebra;
using Reminisce.Training.Exits;
using Reminisce.Training.Gradients;
using Reminisce.Training.Heads;
using Reminisce.Training.Learning.Towers;

namespace Reminisce.Training.Pairing;

internal sealed partial record PairModel
{
    private const double HeadRidge = 0.1;

    /// <summary>The query head that finds items at full depth; a text's own embedding is made by it, too.</summary>
    public ExitHead FullQuery => Queries[^1];

    /// <summary>The same with the full depth's heads at every exit.</summary>
    public PairModel WithOneHead() => this with { Items = [.. Items.Select(_ => Items[^1])], Queries = [.. Queries.Select(_ => FullQuery)] };

    /// <summary>Writes a head that reads the words' mean, scaled to length 1.</summary>
    public byte[] TextHead(ExitHead head)
    {
        var model = Graphs.New("head");
        var write = new NodeWriter(model.Graph, "head/");
        var hidden = Graphs.Input(model.Graph, "hidden", Graphs.Float, -1, -1, Settings.Width);
        var mask = Graphs.Input(model.Graph, PairGraph.Mask, Graphs.Int64, -1, -1);
        return HeadGraphs.Finish(model, head.Write(write, WordTower.Pool(write, hidden, mask)), head.Dimensions);
    }

    /// <summary>Fits a head to embeddings in closed form.</summary>
    public ExitHead FitTo(Matrix features, Matrix embeddings) =>
        ExitHead.From(Ridge.Fit(features, embeddings, HeadRidge), features, units: 1, new Random(Settings.Seed));
}
