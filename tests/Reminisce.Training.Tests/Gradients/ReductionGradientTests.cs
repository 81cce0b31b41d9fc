using Reminisce.Training.Onnx;
using Xunit.Abstractions;

namespace Reminisce.Training.Tests.Gradients;

public sealed class ReductionGradientTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("ReduceSum", 0)]
    [InlineData("ReduceSum", 1)]
    [InlineData("ReduceMean", 0)]
    [InlineData("ReduceMean", 1)]
    [InlineData("ReduceSumSquare", 0)]
    [InlineData("ReduceL2", 1)]
    public void Gradient_OfReduction_MatchesFiniteDifferences(string operation, int keep) =>
        Report(operation, GradientCheck.Verify(g =>
        {
            long[][] choices = [[-1], [0], [0, 2], [0, 1, 2]];
            var axes = choices[g.Random.Next(choices.Length)];
            return g.Write.Node(operation, [g.Parameter(g.Shape(3)), g.Write.Vector(axes)], GraphBuilder.Attribute("keepdims", keep));
        }));

    [Fact]
    public void Gradient_OfReductionOverAllAxes_MatchesFiniteDifferences() =>
        Report("ReduceMean", GradientCheck.Verify(g => g.Write.Node("ReduceMean", [g.Parameter(g.Shape(3))], GraphBuilder.Attribute("keepdims", 0))));

    [Theory]
    [InlineData("Softmax", 0)]
    [InlineData("Softmax", -1)]
    [InlineData("LogSoftmax", 1)]
    [InlineData("LogSoftmax", -1)]
    public void Gradient_OfSoftmax_MatchesFiniteDifferences(string operation, int axis) =>
        Report(operation, GradientCheck.Verify(g => g.Write.Node(operation, [g.Parameter(g.Shape(3))], GraphBuilder.Attribute("axis", axis))));

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public void Gradient_OfLayerNormalization_MatchesFiniteDifferences(int axis) =>
        Report("LayerNormalization", GradientCheck.Verify(g =>
        {
            long[] shape = [2, g.Random.Next(2, 5), g.Random.Next(3, 7)];
            var rest = axis == 1 ? shape[1..] : shape[2..];
            return g.Write.Node("LayerNormalization", [g.Parameter(shape), g.Parameter(rest), g.Parameter(rest)], GraphBuilder.Attribute("axis", axis));
        }));

    [Fact]
    public void Gradient_OfDecomposedLayerNormalization_MatchesFiniteDifferences() =>
        Report("LayerNormalization decomposed", GradientCheck.Verify(g =>
        {
            var write = g.Write;
            var x = g.Parameter(2, 3, 5);
            var centred = write.Subtract(x, write.Node("ReduceMean", [x, write.Vector(-1)]));
            var variance = write.Node("ReduceMean", [write.Node("Pow", [centred, write.Scalar(2)]), write.Vector(-1)]);
            return write.Divide(centred, write.Node("Sqrt", [write.Add(variance, write.Scalar(1e-5f))]));
        }));

    [Fact]
    public void Gradient_OfLengthNormalization_MatchesFiniteDifferences() =>
        Report("LpNormalization", GradientCheck.Verify(g => g.Write.Node("LpNormalization", [g.Parameter(g.Random.Next(1, 4), 5)])));

    [Fact]
    public void Gradient_OfGlobalAveragePool_MatchesFiniteDifferences() =>
        Report("GlobalAveragePool", GradientCheck.Verify(g => g.Write.Node("GlobalAveragePool", [g.Parameter(g.Shape(4))])));

    private void Report(string operation, double error) => output.WriteLine($"{operation}: largest error {error:g2}");
}
