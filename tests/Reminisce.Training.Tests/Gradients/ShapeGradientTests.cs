using Reminisce.Training.Onnx;
using Xunit.Abstractions;

namespace Reminisce.Training.Tests.Gradients;

public sealed class ShapeGradientTests(ITestOutputHelper output)
{
    [Fact]
    public void Gradient_OfReshape_MatchesFiniteDifferences() =>
        Report("Reshape", GradientCheck.Verify(g =>
        {
            var shape = g.Shape(3);
            return g.Write.Node("Reshape", [Curved(g, shape), g.Write.Vector(shape[2], -1)]);
        }));

    [Theory]
    [InlineData("Squeeze", 1L)]
    [InlineData("Unsqueeze", 1L)]
    public void Gradient_OfUnitAxis_MatchesFiniteDifferences(string operation, long axis) =>
        Report(operation, GradientCheck.Verify(g => g.Write.Node(operation, [Curved(g, [.. g.Shape(1), 1, .. g.Shape(1)]), g.Write.Vector(axis)])));

    [Fact]
    public void Gradient_OfSqueezeOfAllUnitAxes_MatchesFiniteDifferences() =>
        Report("Squeeze", GradientCheck.Verify(g => g.Write.Node("Squeeze", [Curved(g, 1, 3, 1, 2)])));

    [Theory]
    [InlineData(0, 4)]
    [InlineData(-1, 5)]
    public void Gradient_OfSplitInEqualParts_MatchesFiniteDifferences(int axis, int length) =>
        Report("Split", GradientCheck.Verify(g =>
        {
            var shape = axis == 0 ? new long[] { length, 3 } : [3, length];
            var parts = g.Write.Nodes("Split", [Curved(g, shape)], 2, GraphBuilder.Attribute("axis", axis), GraphBuilder.Attribute("num_outputs", 2));
            return g.Write.Multiply(parts[0], g.Write.ReduceSum(parts[1], [0, 1], keepAxes: false));
        }));

    [Fact]
    public void Gradient_OfFlatten_MatchesFiniteDifferences() =>
        Report("Flatten", GradientCheck.Verify(g => g.Write.Node("Flatten", [Curved(g, g.Shape(3))])));

    [Fact]
    public void Gradient_OfTranspose_MatchesFiniteDifferences() =>
        Report("Transpose", GradientCheck.Verify(g =>
        {
            var order = new long[] { 0, 1, 2, 3 };
            g.Random.Shuffle(order);
            return g.Write.Transpose(Curved(g, g.Shape(4)), order);
        }));

    [Fact]
    public void Gradient_OfSlice_MatchesFiniteDifferences() =>
        Report("Slice", GradientCheck.Verify(
            g =>
            {
                var step = g.Random.Next(2) == 0 ? 1 : g.Random.Next(2, 4);
                long[] shape = [g.Random.Next(4, 8), 3, g.Random.Next(4, 8)];
                var start = g.Random.Next(3);
                return g.Write.Node("Slice", [Curved(g, shape), g.Write.Vector(start, -3), g.Write.Vector(long.MaxValue, -1), g.Write.Vector(0, 2), g.Write.Vector(step, 1)]);
            },
            cases: 20));

    [Fact]
    public void Gradient_OfBackwardSlice_MatchesFiniteDifferences() =>
        Report("Slice backwards", GradientCheck.Verify(g =>
            g.Write.Node("Slice", [Curved(g, g.Shape(2)), g.Write.Vector(-1), g.Write.Vector(long.MinValue), g.Write.Vector(1), g.Write.Vector(-1)])));

    [Fact]
    public void Gradient_OfConcat_MatchesFiniteDifferences() =>
        Report("Concat", GradientCheck.Verify(g =>
        {
            var axis = g.Random.Next(-2, 2);
            var shape = g.Shape(2);
            var other = shape.ToArray();
            other[axis < 0 ? axis + 2 : axis] = g.Random.Next(1, 5);
            return g.Write.Node("Concat", [Curved(g, shape), Curved(g, other), Curved(g, shape)], GraphBuilder.Attribute("axis", axis));
        }));

    [Fact]
    public void Gradient_OfSplitWithUnusedPart_MatchesFiniteDifferences() =>
        Report("Split", GradientCheck.Verify(g =>
        {
            var parts = g.Write.Nodes("Split", [Curved(g, [g.Random.Next(1, 4), 7]), g.Write.Vector(2, 3, 2)], 3, GraphBuilder.Attribute("axis", 1));
            return g.Write.Multiply(parts[0], parts[2]);
        }));

    [Fact]
    public void Gradient_OfPad_MatchesFiniteDifferences() =>
        Report("Pad", GradientCheck.Verify(g => g.Write.Node("Pad", [Curved(g, g.Shape(2)), g.Write.Vector(1, 0, g.Random.Next(3), 2)])));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Gradient_OfGatherWithRepeats_MatchesFiniteDifferences(int axis) =>
        Report("Gather", GradientCheck.Verify(g =>
        {
            long[] shape = [g.Random.Next(2, 6), g.Random.Next(2, 6), 2];
            var indices = Enumerable.Range(0, 6).Select(_ => (long)g.Random.Next(-(int)shape[axis], (int)shape[axis])).ToArray();
            return g.Write.Node("Gather", [Curved(g, shape), g.Write.Integers(indices, 2, 3)], GraphBuilder.Attribute("axis", axis));
        }));

    [Fact]
    public void Gradient_OfGatherOfOneRow_MatchesFiniteDifferences() =>
        Report("Gather scalar", GradientCheck.Verify(g => g.Write.Node("Gather", [Curved(g, 3, 4), g.Write.Reshape(g.Write.Vector(2))])));

    [Fact]
    public void Gradient_OfExpand_MatchesFiniteDifferences() =>
        Report("Expand", GradientCheck.Verify(g =>
        {
            var shape = g.Shape(2);
            return g.Write.Node("Expand", [Curved(g, shape[0], 1), g.Write.Vector(3, 1, shape[1])]);
        }));

    // A curved function in front, so that the rule is not only right at linear points.
    private static string Curved(GradientCase g, params long[] shape) => g.Write.Node("Tanh", [g.Parameter(shape)]);

    private void Report(string operation, double error) => output.WriteLine($"{operation}: largest error {error:g2}");
}
