using Reminisce.Training.Onnx;
using Xunit.Abstractions;

namespace Reminisce.Training.Tests.Gradients;

public sealed class ElementwiseGradientTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("Add")]
    [InlineData("Sub")]
    [InlineData("Mul")]
    [InlineData("Div")]
    [InlineData("Sum")]
    public void Gradient_BroadcastOperands_MatchesFiniteDifferences(string operation) =>
        Report(operation, GradientCheck.Verify(g =>
        {
            var (left, right) = Shapes(g);
            return g.Write.Node(operation, [g.Parameter(left), g.Parameter(right)]);
        }));

    [Theory]
    [InlineData("Max")]
    [InlineData("Min")]
    public void Gradient_OfChoice_MatchesFiniteDifferences(string operation) =>
        Report(operation, GradientCheck.Verify(g =>
        {
            var (left, right) = Shapes(g);
            return g.Write.Node(operation, [g.Grid(0, left), g.Grid(0.05f, right), g.Grid(0.025f, left)]);
        }));

    [Theory]
    [InlineData("Abs")]
    [InlineData("Neg")]
    [InlineData("Exp")]
    [InlineData("Erf")]
    [InlineData("Tanh")]
    [InlineData("Sigmoid")]
    [InlineData("Relu")]
    [InlineData("Gelu")]
    [InlineData("Reciprocal")]
    [InlineData("Identity")]
    [InlineData("Dropout")]
    public void Gradient_OfOneInput_MatchesFiniteDifferences(string operation) =>
        Report(operation, GradientCheck.Verify(g => g.Write.Node(operation, [g.Parameter(g.Shape(g.Random.Next(1, 4)))])));

    [Theory]
    [InlineData("Sqrt")]
    [InlineData("Log")]
    public void Gradient_OfPositiveInput_MatchesFiniteDifferences(string operation) =>
        Report(operation, GradientCheck.Verify(g => g.Write.Node(operation, [g.Parameter(signed: false, g.Shape(2))])));

    [Fact]
    public void Gradient_OfGeluTanhForm_MatchesFiniteDifferences() =>
        Report("Gelu tanh", GradientCheck.Verify(g =>
            g.Write.Node("Gelu", [g.Parameter(g.Shape(2))], GraphBuilder.Attribute("approximate", "tanh"))));

    [Theory]
    [InlineData("Gelu")]
    [InlineData("QuickGelu")]
    [InlineData("FastGelu")]
    public void Gradient_OfFusedForm_MatchesFiniteDifferences(string operation) =>
        Report("com.microsoft." + operation, GradientCheck.Verify(g =>
        {
            var shape = g.Shape(3);
            var inputs = operation == "FastGelu" ? [g.Parameter(shape), g.Parameter(shape[^1])] : new[] { g.Parameter(shape) };
            return g.Fused(operation, inputs);
        }));

    [Fact]
    public void Gradient_OfPower_MatchesFiniteDifferences() =>
        Report("Pow", GradientCheck.Verify(g =>
        {
            var (left, right) = Shapes(g);
            return g.Write.Node("Pow", [g.Parameter(signed: false, left), g.Parameter(right)]);
        }));

    [Fact]
    public void Gradient_OfWhere_MatchesFiniteDifferences() =>
        Report("Where", GradientCheck.Verify(g =>
        {
            var (left, right) = Shapes(g);
            var condition = g.Write.Node("Greater", [g.Write.Floats(g.Numbers(left), left), g.Write.Scalar(0)]);
            return g.Write.Node("Where", [condition, g.Parameter(left), g.Parameter(right)]);
        }));

    [Fact]
    public void Gradient_OfClip_MatchesFiniteDifferences() =>
        Report("Clip", GradientCheck.Verify(g =>
            g.Write.Node("Clip", [g.Grid(0.05f, g.Shape(2)), g.Write.Scalar(-0.3f), g.Write.Scalar(0.1f * g.Random.Next(1, 5))])));

    [Fact]
    public void Gradient_OfCastToTheSameType_MatchesFiniteDifferences() =>
        Report("Cast", GradientCheck.Verify(g => g.Write.Node("Cast", [g.Write.Node("Tanh", [g.Parameter(g.Shape(2))])], GraphBuilder.Attribute("to", 1))));

    // As exporters write them who know no Gelu: shapes and casts of integers beside the path have no gradient and need none.
    [Theory]
    [InlineData("Erf")]
    [InlineData("Tanh")]
    [InlineData("Sigmoid")]
    public void Gradient_OfDecomposedGelu_MatchesFiniteDifferences(string function) =>
        Report($"Gelu by {function}", GradientCheck.Verify(g =>
        {
            var x = g.Parameter(g.Shape(2));
            var cube = g.Write.Multiply(g.Write.Node("Pow", [x, g.Write.Scalar(3)]), 0.044715f);
            var inner = function switch
            {
                "Erf" => g.Write.Divide(x, g.Write.Scalar(MathF.Sqrt(2))),
                "Tanh" => g.Write.Multiply(g.Write.Add(x, cube), MathF.Sqrt(2 / MathF.PI)),
                _ => g.Write.Multiply(x, 1.702f),
            };
            var length = g.Write.Node("Cast", [g.Write.Node("Size", [x])], GraphBuilder.Attribute("to", 1));
            return g.Write.Divide(g.Write.Multiply(x, g.Write.Add(g.Write.Node(function, [inner]), g.Write.Scalar(function == "Sigmoid" ? 0 : 1))), length);
        }));

    [Fact]
    public void Gradient_OfValueUsedTwice_IsTheSumOfItsUses() =>
        Report("shared value", GradientCheck.Verify(g =>
        {
            var x = g.Parameter(g.Shape(2));
            return g.Write.Add(g.Write.Multiply(x, x), g.Write.Node("Tanh", [x]));
        }));

    private static (long[] Left, long[] Right) Shapes(GradientCase g)
    {
        var left = g.Shape(g.Random.Next(1, 4));
        long[] right = [.. left.Select(n => g.Random.Next(3) == 0 ? 1 : n)];
        return (left, right[g.Random.Next(right.Length)..]);
    }

    private void Report(string operation, double error) => output.WriteLine($"{operation}: largest error {error:g2}");
}
