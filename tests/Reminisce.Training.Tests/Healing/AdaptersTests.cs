using Google.Protobuf;
using Reminisce.Encoders;
using Reminisce.Training.Algebra;
using Reminisce.Training.Gradients;
using Reminisce.Training.Healing;
using Reminisce.Training.Onnx;
using Reminisce.Training.Onnx.Proto;

namespace Reminisce.Training.Tests.Healing;

public sealed class AdaptersTests
{
    [Fact]
    public void Find_StageOfATransformer_KnowsWhatEveryProductDoes()
    {
        using var packs = new PairedPack();
        var products = WeightProducts.Find(Stage(packs).Graph);
        AdapterTargets[] block = [AdapterTargets.Query, AdapterTargets.Key, AdapterTargets.Value, AdapterTargets.Output, AdapterTargets.Mlp, AdapterTargets.Mlp];
        Assert.Equal(block.Order(), products.Select(p => p.Role).Order());
        Assert.All(products, p => Assert.True(p is { From: > 0, To: > 0 }));
    }

    [Fact]
    public void Insert_FreshAdapters_ChangeNothing()
    {
        using var packs = new PairedPack();
        var stage = Stage(packs);
        var adapted = stage.Clone();
        var names = Adapters.Insert(adapted.Graph, AdapterTargets.All, 3, 1, "x/");
        Assert.Equal(12, names.Count);
        Assert.All(Run(stage).Zip(Run(adapted)), p => Assert.Equal(p.First, p.Second, 1e-5f));
    }

    [Theory]
    [InlineData(AdapterTargets.All, 12)]
    [InlineData(AdapterTargets.Query | AdapterTargets.Value, 4)]
    [InlineData(AdapterTargets.Mlp, 4)]
    public void Merge_TrainedAdapters_GivesWhatTheyGiveBeside(AdapterTargets targets, int expected)
    {
        using var packs = new PairedPack();
        var stage = Stage(packs);
        var adapted = stage.Clone();
        var names = Adapters.Insert(adapted.Graph, targets, 3, 1, "x/");
        Assert.Equal(expected, names.Count);

        // Numbers as after training: the second factors are no longer 0.
        var random = new Random(2);
        var trained = new Dictionary<string, float[]>();
        foreach (var tensor in adapted.Graph.Initializer.Where(t => names.Contains(t.Name)))
        {
            Tensors.Set(tensor, Matrix.Gaussian(1, tensor.RawData.Length / 4, random).Data.Select(v => v * 0.1f).ToArray());
            trained[tensor.Name] = Tensors.Floats(tensor);
        }

        var beside = Run(adapted);
        var merged = Run(Adapters.Merge(stage, trained));
        Assert.True(beside.Zip(Run(stage)).Max(p => Math.Abs(p.First - p.Second)) > 1e-2f, "The adapters do nothing.");
        Assert.All(beside.Zip(merged), p => Assert.Equal(p.First, p.Second, 1e-3f));
    }

    [Fact]
    public void Merge_NoAdapters_LeavesTheStage()
    {
        using var packs = new PairedPack();
        var stage = Stage(packs);
        Assert.Equal(stage.ToByteArray(), Adapters.Merge(stage, new Dictionary<string, float[]>()).ToByteArray());
    }

    private static ModelProto Stage(PairedPack packs)
    {
        var pack = ModelPack.Open(packs.Cut);
        return ModelProto.Parser.ParseFrom(pack.ReadFile(pack.Manifest.Towers[0].Stages[1].File));
    }

    private static float[] Run(ModelProto stage)
    {
        var shape = stage.Graph.Input[0].Type.TensorType.Shape;
        var (tokens, width) = ((int)shape.Dim[1].DimValue, (int)shape.Dim[2].DimValue);
        using var runner = new GraphRunner(stage.ToByteArray());
        return runner.Run(("hidden", GraphRunner.Tensor(Matrix.Gaussian(2 * tokens, width, new Random(7)).Data, 2, tokens, width)));
    }
}
