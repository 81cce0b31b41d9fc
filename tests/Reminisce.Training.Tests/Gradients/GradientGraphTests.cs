using Reminisce.Training.Gradients;
using Reminisce.Training.Onnx;

namespace Reminisce.Training.Tests.Gradients;

public sealed class GradientGraphTests
{
    private static readonly Dictionary<string, long[]> s_noInputs = [];

    [Fact]
    public void Build_OperatorWithoutGradient_IsNamedWithThePathThroughIt()
    {
        var test = new GradientCase(1);
        var weight = test.Parameter(3, 4);
        var tanh = test.Write.Node("Tanh", [weight]);
        var floor = test.Write.Node("Floor", [tanh]);
        var loss = test.Write.ReduceSum(floor, [0, 1], keepAxes: false);

        var error = Assert.Throws<MissingGradientException>(() => GradientGraph.Build(test.Model, loss, test.Parameters, s_noInputs));

        Assert.Contains($"The operator Floor of node '{floor}' has no gradient", error.Message, StringComparison.Ordinal);
        Assert.Contains($"'{weight}' -> Tanh '{tanh}' -> Floor '{floor}' -> ReduceSum '{loss}' -> loss '{loss}'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Build_OperatorWithoutGradientBesideThePath_IsNotMinded()
    {
        var test = new GradientCase(1);
        var weight = test.Parameter(3);
        var data = test.Write.Node("Floor", [test.Write.Floats([1.5f, 2.5f, 3.5f], [3])]);
        var loss = test.Write.ReduceSum(test.Write.Multiply(weight, data), [0], keepAxes: false);
        using var session = new GradientSession(GradientGraph.Build(test.Model, loss, test.Parameters, s_noInputs), threads: 1);

        session.Run(new Dictionary<string, Microsoft.ML.OnnxRuntime.OrtValue>());

        Assert.Equal([1f, 2f, 3f], session.Gradients.ToArray());
    }

    [Fact]
    public void Build_LossWithManyNumbers_SaysItsShape()
    {
        var test = new GradientCase(1);
        var loss = test.Write.Node("Tanh", [test.Parameter(3, 4)]);

        var error = Assert.Throws<ArgumentException>(() => GradientGraph.Build(test.Model, loss, test.Parameters, s_noInputs));

        Assert.Contains("it is of shape [3, 4]", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Build_WeightThatDoesNotReachTheLoss_IsNamed()
    {
        var test = new GradientCase(1);
        var used = test.Parameter(2);
        var unused = test.Parameter(2);
        var loss = test.Write.ReduceSum(used, [0], keepAxes: false);

        var error = Assert.Throws<ArgumentException>(() => GradientGraph.Build(test.Model, loss, test.Parameters, s_noInputs));

        Assert.Contains($"'{unused}' does not reach the loss", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Build_OldOperatorSet_IsRefused()
    {
        var test = new GradientCase(1);
        var loss = test.Write.ReduceSum(test.Parameter(2), [0], keepAxes: false);
        test.Model.OpsetImport[0].Version = 11;

        var error = Assert.Throws<ArgumentException>(() => GradientGraph.Build(test.Model, loss, test.Parameters, s_noInputs));

        Assert.Contains("operator set 11; gradients need 16 or newer", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Build_SliceThatDependsOnData_IsRefused()
    {
        var test = new GradientCase(1);
        test.Model.Graph.Input.Add(Learning.GraphInputs.Int64("start", 1));
        var part = test.Write.Node("Slice", [test.Parameter(4), "start", test.Write.Vector(4)]);
        var loss = test.Write.ReduceSum(part, [0], keepAxes: false);

        var error = Assert.Throws<MissingGradientException>(() =>
            GradientGraph.Build(test.Model, loss, test.Parameters, new Dictionary<string, long[]> { ["start"] = [1] }));

        Assert.Contains("depends on data", error.Message, StringComparison.Ordinal);
        Assert.Contains($"The path: 'parameter_0' -> Slice '{part}' -> ReduceSum '{loss}' -> loss '{loss}'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Build_ConvolutionInGroups_IsRefusedWithThePath()
    {
        var test = new GradientCase(1);
        var weight = test.Parameter(4, 1, 3, 3);
        var made = test.Write.Node("Conv", [test.Write.Zeros(1, 4, 6, 6), weight], GraphBuilder.Attribute("group", 4));
        var loss = test.Write.ReduceSum(made, [0, 1, 2, 3], keepAxes: false);

        var error = Assert.Throws<MissingGradientException>(() => GradientGraph.Build(test.Model, loss, test.Parameters, s_noInputs));

        Assert.Contains($"Conv '{made}' must have two spatial axes, one group", error.Message, StringComparison.Ordinal);
        Assert.Contains($"The path: '{weight}' -> Conv '{made}' -> ReduceSum", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Build_PathThroughSixteenBits_IsRefusedAtTheCast()
    {
        var test = new GradientCase(1);
        var weight = test.Parameter(3);
        var narrow = test.Write.Node("Cast", [weight], GraphBuilder.Attribute("to", 10));
        var wide = test.Write.Node("Cast", [narrow], GraphBuilder.Attribute("to", 1));
        var loss = test.Write.ReduceSum(wide, [0], keepAxes: false);

        var error = Assert.Throws<MissingGradientException>(() => GradientGraph.Build(test.Model, loss, test.Parameters, s_noInputs));

        Assert.Contains($"The operator Cast of node '{wide}' has no gradient with values of other than 32 bits", error.Message, StringComparison.Ordinal);
        Assert.Contains($"'{weight}' -> Cast '{narrow}' -> Cast '{wide}'", error.Message, StringComparison.Ordinal);
    }
}
