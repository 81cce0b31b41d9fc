using Reminisce.Encoders;
using Reminisce.Training.Algebra;
using Reminisce.Training.Exits;
using Reminisce.Training.Gradients;
using Reminisce.Training.Healing;
using Reminisce.Training.Heads;
using Reminisce.Training.Learning.Layers;
using Reminisce.Training.Learning.Towers;
using Reminisce.Training.Onnx.Proto;

namespace Reminisce.Training.Tests.Healing;

public sealed class HealingGraphTests
{
    private const int Width = 4;

    [Fact]
    public void Differentiate_OperatorWithoutGradient_IsNamedWithThePath()
    {
        var stage = Stage(write => write.Node("Round", [write.MatMul("hidden", write.Floats(new float[Width * Width], [Width, Width], "weights"))]));
        var message = Assert.Throws<MissingGradientException>(() => Write(stage).Differentiate()).Message;
        Assert.Contains("Round", message, StringComparison.Ordinal);
        Assert.Contains("stage0/weights/adapter/down", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_StageWithoutWeights_IsRefused() =>
        Assert.Contains("targets", Assert.Throws<ArgumentException>(() => Write(Stage(write => write.Node("Relu", ["hidden"])))).Message, StringComparison.Ordinal);

    private static TrainingGraph Write(ModelProto stage)
    {
        var random = new Random(1);
        var features = Matrix.Gaussian(20, TowerTaps.FeaturesPerChannel * Width, random);
        var head = ExitHead.From(new Ridge(Matrix.Gaussian(TowerTaps.FeaturesPerChannel * Width, 3, random), new float[3]), features, 4, random);
        var settings = new HealingSettings { Batch = 2, Captions = 1, Candidates = 5 };
        return HealingGraph.Write([stage], [new TrainableHead("head", head)], [2, 3, Width], [2, 3, Width], settings, new NewWeights(1));
    }

    private static ModelProto Stage(Func<NodeWriter, string> body)
    {
        var model = Graphs.New("stage");
        Graphs.Input(model.Graph, "hidden", Graphs.Float, -1, 3, Width);
        Graphs.Output(model.Graph, body(new NodeWriter(model.Graph, "n/")), "hidden_out", -1, 3, Width);
        return model;
    }
}
