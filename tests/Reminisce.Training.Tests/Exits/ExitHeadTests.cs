using System.Numerics.Tensors;
using Reminisce.Encoders;
using Reminisce.Training.Algebra;
using Reminisce.Training.Exits;
using Reminisce.Training.Heads;
using Reminisce.Training.Onnx;

namespace Reminisce.Training.Tests.Exits;

public sealed class ExitHeadTests
{
    private const int Width = 6;
    private const int Tokens = 5;

    private static readonly PackTower s_tower = new()
    {
        Name = "image", Modality = PackModality.Image, Layers = 1, Width = Width, MaxTokens = Tokens, SuperficialLayer = 1, Stages = [], Exits = [],
    };

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Build_RandomHead_EmbedsStatesAsItsFeatures(int seed)
    {
        var (head, states, features) = Make(seed);
        var expected = head.Embed(features);

        using var runner = new GraphRunner(HeadGraphs.Build(head, s_tower));
        var embedded = runner.Run(("hidden", GraphRunner.Tensor(states, features.Rows, Tokens, Width)));

        Assert.Equal(expected.Data.Length, embedded.Length);
        Assert.All(expected.Data.Zip(embedded), p => Assert.Equal(p.First, p.Second, 2e-3f));
    }

    [Fact]
    public void TryRead_OwnGraph_IsTheSameHead()
    {
        var (head, _, features) = Make(4);
        var read = ExitHead.TryRead(HeadGraphs.Build(head, s_tower), features);

        Assert.NotNull(read);
        Assert.All(head.Embed(features).Data.Zip(read.Embed(features).Data), p => Assert.Equal(p.First, p.Second, 2e-3f));
    }

    [Fact]
    public void TryRead_LinearHead_IsNoneOfThese()
    {
        var (_, _, features) = Make(5);
        var other = new GraphBuilder("head");
        other.Output(other.Linear(other.Input("hidden", -1, Width), new Matrix(Width, 3), new float[3]), "embedding", -1, 3);
        Assert.Null(ExitHead.TryRead(other.Build(), features));
    }

    [Fact]
    public void From_ClosedForm_EmbedsAsItDoes()
    {
        var random = new Random(6);
        var features = Matrix.Gaussian(20, 8, random);
        var closed = new Ridge(Matrix.Gaussian(8, 4, random), Matrix.Gaussian(1, 4, random).Data);
        var head = ExitHead.From(closed, features, 5, random);
        var embedded = closed.Apply(features);
        Moments.NormalizeRows(embedded);
        Assert.All(embedded.Data.Zip(head.Embed(features).Data), p => Assert.Equal(p.First, p.Second, 1e-4f));
    }

    // A head whose network was trained, so that every part of it counts.
    private static (ExitHead Head, float[] States, Matrix Features) Make(int seed)
    {
        var random = new Random(seed);
        var states = Matrix.Gaussian(7 * Tokens, Width, random);
        var features = new Matrix(7, TowerTaps.FeaturesPerChannel * Width);
        for (var i = 0; i < features.Rows; i++)
        {
            TensorPrimitives.Add(states.Row(i * Tokens), 3, states.Row(i * Tokens));
            TowerTaps.Pool(states.Data.AsSpan(i * Tokens * Width, Tokens * Width), Width, features.Row(i));
        }

        var closed = new Ridge(Matrix.Gaussian(TowerTaps.FeaturesPerChannel * Width, 4, random), Matrix.Gaussian(1, 4, random).Data);
        var head = ExitHead.From(closed, features, 9, random);
        return (head with { Outer = Matrix.Gaussian(9, 4, random), InnerOffset = Matrix.Gaussian(1, 9, random).Data }, states.Data, features);
    }
}
