using System.Numerics.Tensors;
using System.Text.Json;
using Microsoft.ML.OnnxRuntime;
using Reminisce.Training.Cutting;

namespace Reminisce.Training.Tests.Cutting;

public sealed class RealModelTests
{
    [SkippableTheory]
    [InlineData("models/deit-tiny/model.onnx", 12, 192, 196)]
    [InlineData("models/whisper-base-encoder/encoder.onnx", 6, 512, -1)]
    public void Find_RealEncoder_KnowsItsBlocksAndItsStagesAgree(string file, int depth, int width, int tokens)
    {
        var cut = Cut(file);
        Assert.Equal(depth, cut.Blocks.Depth);
        Assert.Equal(width, cut.Blocks.Width);
        Assert.Equal(tokens, cut.Blocks.SmallTokens == cut.Blocks.LargeTokens ? cut.Blocks.SmallTokens : -1);
        Assert.Equal(Enumerable.Range(0, depth).Select(i => $"/blocks.{i}/Add_1_output_0"), cut.Blocks.Ends);

        var stages = Stages(cut, depth);
        var agreement = CutCheck.Run(cut, stages, cut.Head(PoolingKind.Mean), PoolingKind.Mean, cut.Sizing.Small);
        Assert.InRange(agreement.Worst, 0, CutCheck.Tolerance);
    }

    [SkippableTheory]
    [InlineData("models/deit-tiny/model.onnx", 500.0, 1e-3)]
    [InlineData("models/whisper-base-encoder/encoder.onnx", 1000.0, 1e-4)]
    public void Stage_RealEncoder_GivesTheGoldenValues(string file, double scale, double tolerance)
    {
        var cut = Cut(file);
        using var golden = JsonDocument.Parse(File.ReadAllBytes(SharedData.Require(Path.Combine(Path.GetDirectoryName(file)!, "golden.json"))));
        var shape = golden.RootElement.GetProperty("input").GetProperty("shape").EnumerateArray().Select(d => d.GetInt64()).ToArray();
        var values = Enumerable.Range(0, (int)shape.Aggregate(1L, (a, b) => a * b)).Select(i => (float)((((long)i * 7919 % 2001) - 1000) / scale)).ToArray();
        using var input = OrtValue.CreateTensorValueFromMemory(values, shape);

        var (hidden, _) = CutCheck.Chain(cut, Stages(cut, cut.Blocks.Depth), cut.Head(PoolingKind.FirstToken), new Dictionary<string, OrtValue> { [cut.Graph.Input.Name] = input });

        for (var block = 0; block < cut.Blocks.Depth; block++)
        {
            var expected = golden.RootElement.GetProperty("outputs").GetProperty($"/blocks.{block}/Add_1_output_0");
            var length = expected.GetProperty("l2").GetDouble();
            Assert.InRange(Math.Abs(TensorPrimitives.Norm<float>(hidden[block]) - length), 0, tolerance * length);
            var first = expected.GetProperty("first8").EnumerateArray().Select(v => v.GetDouble()).ToArray();
            var off = Math.Sqrt(first.Select((v, i) => Math.Pow(v - hidden[block][i], 2)).Sum());
            Assert.InRange(off, 0, tolerance * length);
        }
    }

    private static TowerCut Cut(string file)
    {
        var path = SharedData.Require(file);
        var model = SourceModel.Load(path);
        var input = Assert.Single(TowerInput.Find(path, model.Graph));
        var graph = TowerGraph.Create(Path.GetFileName(path), model, input, "last_hidden_state");
        return TowerCut.Find(graph, TowerSizing.Choose(file, graph, null, null));
    }

    private static List<(int Block, byte[] Graph)> Stages(TowerCut cut, int depth) => [.. Enumerable.Range(1, depth).Select(b => (b, cut.Stage(b - 1, b)))];
}
