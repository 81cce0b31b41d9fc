using Reminisce.Training.Onnx;
using Xunit.Abstractions;

namespace Reminisce.Training.Tests.Gradients;

public sealed class ProductGradientTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(new long[] { 3, 4 }, new long[] { 4, 2 })]
    [InlineData(new long[] { 2, 3, 4 }, new long[] { 4, 5 })]
    [InlineData(new long[] { 2, 3, 4, 5 }, new long[] { 2, 3, 5, 2 })]
    [InlineData(new long[] { 2, 1, 4, 5 }, new long[] { 3, 5, 2 })]
    [InlineData(new long[] { 4, 5 }, new long[] { 3, 5, 2 })]
    [InlineData(new long[] { 5 }, new long[] { 5 })]
    [InlineData(new long[] { 5 }, new long[] { 2, 5, 3 })]
    [InlineData(new long[] { 2, 3, 5 }, new long[] { 5 })]
    public void Gradient_OfMatMul_MatchesFiniteDifferences(long[] left, long[] right) =>
        Report("MatMul", GradientCheck.Verify(g => g.Write.MatMul(g.Parameter(left), g.Parameter(right)), cases: 4));

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void Gradient_OfGemm_MatchesFiniteDifferences(bool left, bool right) =>
        Report("Gemm", GradientCheck.Verify(
            g =>
            {
                var n = g.Shape(3);
                var a = left ? g.Parameter(n[1], n[0]) : g.Parameter(n[0], n[1]);
                var b = right ? g.Parameter(n[2], n[1]) : g.Parameter(n[1], n[2]);
                return g.Write.Node(
                    "Gemm",
                    [a, b, g.Parameter(n[2])],
                    GraphBuilder.Attribute("transA", left ? 1 : 0),
                    GraphBuilder.Attribute("transB", right ? 1 : 0),
                    GraphBuilder.Attribute("alpha", 0.7f),
                    GraphBuilder.Attribute("beta", 1.5f));
            },
            cases: 6));

    [Theory]
    [InlineData(1, 0, 1)]
    [InlineData(2, 1, 1)]
    [InlineData(2, 0, 1)]
    [InlineData(3, 1, 2)]
    public void Gradient_OfConv_MatchesFiniteDifferences(int stride, int pad, int dilation) =>
        Report("Conv", GradientCheck.Verify(
            g =>
            {
                var channels = g.Random.Next(1, 4);
                var kernel = g.Random.Next(1, 4);
                var x = g.Parameter(2, channels, g.Random.Next(6, 9), g.Random.Next(6, 9));
                var w = g.Parameter(g.Random.Next(1, 4), channels, kernel, 2);
                var bias = g.Parameter(g.Model.Graph.Initializer[1].Dims[0]);
                return g.Write.Node(
                    "Conv",
                    [x, w, bias],
                    GraphBuilder.Attribute("strides", [stride, stride]),
                    GraphBuilder.Attribute("pads", [pad, 0, pad, pad]),
                    GraphBuilder.Attribute("dilations", [dilation, 1]));
            },
            cases: 6));

    private void Report(string operation, double error) => output.WriteLine($"{operation}: largest error {error:g2}");
}
