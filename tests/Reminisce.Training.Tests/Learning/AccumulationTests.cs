using Microsoft.ML.OnnxRuntime;
using Reminisce.Training.Gradients;
using Reminisce.Training.Learning;
using Reminisce.Training.Learning.Batches;
using Reminisce.Training.Learning.Optimization;
using Reminisce.Training.Learning.Towers;
using Reminisce.Training.Onnx;

namespace Reminisce.Training.Tests.Learning;

public sealed class AccumulationTests
{
    [Fact]
    public void Run_ThreeBatchesPerStep_MovesAsOneBatchOfAllRows()
    {
        var apart = Train(rows: 4, batchesPerStep: 3);
        var together = Train(rows: 12, batchesPerStep: 1);

        Assert.All(apart.Zip(together), p => Assert.Equal(p.First, p.Second, 4));
    }

    // Least squares on rows that follow from their number, so that three batches of four are one of twelve.
    private static float[] Train(int rows, int batchesPerStep)
    {
        var model = Graphs.New("squares");
        var write = new NodeWriter(model.Graph, "t/");
        Graphs.Input(model.Graph, "x", Graphs.Float, rows, 3);
        Graphs.Input(model.Graph, "y", Graphs.Float, rows, 1);
        var miss = write.Subtract(write.MatMul("x", write.Floats([.1f, .2f, .3f], [3, 1], "w")), "y");
        var loss = write.Node("ReduceMean", [write.Multiply(miss, miss)], GraphBuilder.Attribute("keepdims", 0));
        var shapes = new Dictionary<string, long[]> { ["x"] = [rows, 3], ["y"] = [rows, 1] };
        var options = new TrainingOptions { Run = "squares", Schedule = new CosineSchedule(0.05f, 1, 10), BatchesPerStep = batchesPerStep, LongestGradient = 100 };
        using var trainer = new Trainer(GradientGraph.Build(model, loss, ["w"], shapes), options, TimeProvider.System);
        using var batches = new Rows(rows);
        trainer.Run(batches);
        return trainer.Weights["w"];
    }

    private sealed class Rows(int count) : IBatchSource
    {
        private readonly List<OrtValue> _owned = [];

        public IReadOnlyDictionary<string, OrtValue> Get(long step)
        {
            var x = new float[count * 3];
            var y = new float[count];
            for (var i = 0; i < count; i++)
            {
                var random = new Random((int)(((step - 1) * count) + i));
                for (var j = 0; j < 3; j++)
                {
                    x[(i * 3) + j] = random.NextSingle();
                }

                y[i] = random.NextSingle();
            }

            _owned.Add(GraphRunner.Tensor(x, count, 3));
            _owned.Add(GraphRunner.Tensor(y, count, 1));
            return new Dictionary<string, OrtValue> { ["x"] = _owned[^2], ["y"] = _owned[^1] };
        }

        public void Dispose() => _owned.ForEach(v => v.Dispose());
    }
}
