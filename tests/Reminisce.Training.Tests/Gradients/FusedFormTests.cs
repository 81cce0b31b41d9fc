using Reminisce.Training.Gradients;
using Reminisce.Training.Onnx;
using Xunit.Abstractions;

namespace Reminisce.Training.Tests.Gradients;

public sealed class FusedFormTests(ITestOutputHelper output)
{
    // Large enough that the steps of finite differences are small beside any deviation.
    private const float Epsilon = 0.1f;

    [Theory]
    [InlineData(false, false, false)]
    [InlineData(true, true, false)]
    [InlineData(true, false, true)]
    [InlineData(true, true, true)]
    public void Gradient_OfSkipLayerNormalization_MatchesFiniteDifferences(bool beta, bool bias, bool sum) =>
        Report(FusedCheck.Verify(g =>
        {
            var (value, skip, width) = Stream(g);
            var inputs = new List<string> { value, skip, g.Parameter(width), beta ? g.Parameter(width) : "" };
            inputs.AddRange(bias ? [g.Parameter(width)] : []);
            var made = g.Fused("SkipLayerNormalization", [.. inputs], sum ? [true, false, false, true] : [true], GraphBuilder.Attribute("epsilon", Epsilon));
            return sum ? g.Write.Multiply(made[0], made[3]) : made[0];
        }));

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, true)]
    public void Gradient_OfSkipSimplifiedLayerNormalization_MatchesFiniteDifferences(bool bias, bool sum) =>
        Report(FusedCheck.Verify(g =>
        {
            var (value, skip, width) = Stream(g);
            string[] inputs = bias ? [value, skip, g.Parameter(width), g.Parameter(width)] : [value, skip, g.Parameter(width)];
            var made = g.Fused("SkipSimplifiedLayerNormalization", inputs, sum ? [true, false, false, true] : [true], GraphBuilder.Attribute("epsilon", Epsilon));
            return sum ? g.Write.Multiply(made[0], made[3]) : made[0];
        }));

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public void Gradient_OfSimplifiedLayerNormalization_MatchesFiniteDifferences(int axis) =>
        Report(FusedCheck.Verify(g =>
        {
            var shape = g.Shape(3);
            return g.Write.Node("SimplifiedLayerNormalization", [g.Parameter(shape), g.Parameter(axis == 1 ? shape[1..] : shape[2..])], GraphBuilder.Attribute("axis", axis));
        }));

    [Theory]
    [InlineData(true, false, true)]
    [InlineData(false, true, false)]
    [InlineData(true, true, false)]
    public void Gradient_OfEmbedLayerNormalization_MatchesFiniteDifferences(bool segments, bool positions, bool mask) =>
        Report(FusedCheck.Verify(g =>
        {
            var (batch, length, width) = (g.Random.Next(1, 4), g.Random.Next(1, 6), g.Random.Next(3, 7));
            string Ids(int below) => Whole(g, below, batch, length);
            string[] tables = [g.Parameter(7, width), g.Parameter(length + 2, width), segments ? g.Parameter(2, width) : "", g.Parameter(width), g.Parameter(width)];
            string[] inputs = [Ids(7), segments ? Ids(2) : "", .. tables, mask ? Ids(2) : "", positions ? Ids(length + 2) : ""];
            var made = g.Fused("EmbedLayerNormalization", positions ? inputs : inputs[..^1], [true, true, true], GraphBuilder.Attribute("epsilon", Epsilon));
            return g.Write.Multiply(made[0], made[2]);
        }));

    [Fact]
    public void Gradient_OfBiasGelu_MatchesFiniteDifferences() =>
        Report(FusedCheck.Verify(g =>
        {
            var shape = g.Shape(3);
            return g.Fused("BiasGelu", [g.Parameter(shape), g.Parameter(shape[^1])]);
        }));

    [Theory]
    [InlineData(0, 0, 0, 0)]
    [InlineData(1, 0, 0, 0)]
    [InlineData(0, 1, 0, 0)]
    [InlineData(1, 1, 0, 0)]
    [InlineData(0, 0, 1, 0)]
    [InlineData(0, 1, 1, 1)]
    [InlineData(1, 0, 1, 1)]
    [InlineData(1, 1, 0, 1)]
    public void Gradient_OfFusedMatMul_MatchesFiniteDifferences(int transA, int transB, int batchA, int batchB) =>
        Report(FusedCheck.Verify(
            g =>
            {
                var n = g.Shape(5);
                long[] Shape(long rows, long columns, int transposed, int batchIn)
                {
                    var (first, last) = transposed == 1 ? (columns, rows) : (rows, columns);
                    return batchIn == 1 ? [first, n[0], n[1], last] : [n[0], n[1], first, last];
                }

                return g.Fused(
                    "FusedMatMul",
                    [g.Parameter(Shape(n[2], n[3], transA, batchA)), g.Parameter(Shape(n[3], n[4], transB, batchB))],
                    GraphBuilder.Attribute("transA", transA),
                    GraphBuilder.Attribute("transB", transB),
                    GraphBuilder.Attribute("transBatchA", batchA),
                    GraphBuilder.Attribute("transBatchB", batchB),
                    GraphBuilder.Attribute("alpha", 0.6f));
            },
            cases: 5));

    [Theory]
    [InlineData("Tanh")]
    [InlineData("Sigmoid")]
    public void Gradient_OfFusedGemm_MatchesFiniteDifferences(string activation) =>
        Report(FusedCheck.Verify(g =>
        {
            var n = g.Shape(3);
            return g.Fused(
                "FusedGemm",
                [g.Parameter(n[0], n[1]), g.Parameter(n[2], n[1]), g.Parameter(n[2])],
                GraphBuilder.Attribute("transB", 1),
                GraphBuilder.Attribute("alpha", 0.7f),
                GraphBuilder.Attribute("activation", activation));
        }));

    [Theory]
    [InlineData("Tanh", false)]
    [InlineData("Sigmoid", true)]
    [InlineData("Clip", false)]
    public void Gradient_OfFusedConv_MatchesFiniteDifferences(string activation, bool added) =>
        Report(FusedCheck.Verify(
            g =>
            {
                var channels = g.Random.Next(1, 4);
                var (x, w) = (g.Parameter(2, 3, 6, 5), g.Parameter(channels, 3, 2, 3));
                string[] inputs = added ? [x, w, g.Parameter(channels), g.Parameter(2, channels, 3, 2)] : [x, w, g.Parameter(channels)];
                var bounds = GraphBuilder.Attribute("activation_params", [0]);
                bounds.Ints.Clear();
                bounds.Type = Reminisce.Training.Onnx.Proto.AttributeProto.Types.AttributeType.Floats;
                bounds.Floats.AddRange(activation == "Clip" ? [-100f, 100f] : []);
                return g.Fused(
                    "FusedConv",
                    inputs,
                    GraphBuilder.Attribute("strides", [2, 2]),
                    GraphBuilder.Attribute("pads", [0, 1, 1, 0]),
                    GraphBuilder.Attribute("activation", activation),
                    bounds);
            },
            cases: 4));

    private static (string Value, string Skip, long Width) Stream(GradientCase g)
    {
        long[] shape = [g.Random.Next(1, 4), g.Random.Next(1, 4), g.Random.Next(3, 7)];
        var one = g.Random.Next(2) == 0 ? shape[1..] : shape;
        return (g.Parameter(shape), g.Parameter(one), shape[2]);
    }

    private static string Whole(GradientCase g, int below, params long[] shape)
    {
        var numbers = Enumerable.Range(0, (int)shape.Aggregate(1L, (a, b) => a * b)).Select(_ => (long)g.Random.Next(below)).ToArray();
        return g.Write.Node("Cast", [g.Write.Integers(numbers, shape)], GraphBuilder.Attribute("to", 6));
    }

    private void Report((double Values, double Gradients) error) => output.WriteLine($"largest error of values {error.Values:g2}, of gradients {error.Gradients:g2}");
}
