using Reminisce.Training.Gradients;
using Reminisce.Training.Onnx;
using Reminisce.Training.Onnx.Proto;
using Xunit.Abstractions;

namespace Reminisce.Training.Tests.Gradients;

/// <summary>Attention as ONNX Runtime fuses it, with every mask that its CPU kernels take.</summary>
public sealed class FusedAttentionTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("", false)]
    [InlineData("", true)]
    [InlineData("lengths", false)]
    [InlineData("lengths", true)]
    [InlineData("ends and starts", false)]
    [InlineData("keys", false)]
    [InlineData("keys", true)]
    [InlineData("pairs", false)]
    public void Gradient_OfAttention_MatchesFiniteDifferences(string mask, bool causal) =>
        Report(FusedCheck.Verify(g => Attention(g, mask, causal), cases: 8));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void TakeApart_TextThatIsAllPadding_GivesTheSameValues(bool causal) =>
        Report((FusedCheck.VerifyValues(g => Attention(g, "nothing", causal)), 0));

    [Theory]
    [InlineData("", false, true)]
    [InlineData("", true, true)]
    [InlineData("lengths", false, false)]
    [InlineData("keys", false, true)]
    [InlineData("pairs", true, false)]
    public void Gradient_OfMultiHeadAttention_MatchesFiniteDifferences(string mask, bool causal, bool offset) =>
        Report(FusedCheck.Verify(
            g =>
            {
                var (batch, queries, heads) = (g.Random.Next(1, 4), g.Random.Next(2, 5), g.Random.Next(1, 3));
                var keys = causal ? queries : g.Random.Next(2, 5);
                var (size, given) = (heads * 2, heads * g.Random.Next(1, 3));
                string[] inputs =
                [
                    g.Parameter(batch, queries, size), g.Parameter(batch, keys, size), g.Parameter(batch, keys, given),
                    offset ? g.Parameter((2 * size) + given) : "", Mask(g, mask, batch, queries, keys), g.Parameter(batch, heads, queries, keys),
                ];
                AttributeProto[] attributes = [GraphBuilder.Attribute("num_heads", heads), GraphBuilder.Attribute("scale", 0.4f)];
                return g.Fused("MultiHeadAttention", inputs, causal ? [.. attributes, GraphBuilder.Attribute("unidirectional", 1)] : attributes);
            },
            cases: 8));

    [Fact]
    public void Build_AttentionWithPastState_IsRefusedWithThePath()
    {
        var g = new GradientCase(1);
        var x = g.Parameter(1, 2, 4);
        var made = g.Fused(
            "Attention",
            [x, g.Parameter(4, 12), g.Parameter(12)],
            [true, true],
            GraphBuilder.Attribute("num_heads", 2));
        var loss = g.Write.ReduceSum(made[0], [0, 1, 2], keepAxes: false);

        var error = Assert.Throws<MissingGradientException>(() => GradientGraph.Build(g.Model, loss, g.Parameters, new Dictionary<string, long[]>()));

        Assert.Contains("The operator com.microsoft.Attention of node", error.Message, StringComparison.Ordinal);
        Assert.Contains("has no gradient with a past state", error.Message, StringComparison.Ordinal);
        Assert.Contains($"'{x}' -> Attention '{g.Model.Graph.Node[0].Name}' -> ReduceSum", error.Message, StringComparison.Ordinal);
    }

    private static string Attention(GradientCase g, string mask, bool causal)
    {
        var (batch, length, heads, input) = (g.Random.Next(1, 4), g.Random.Next(2, 5), g.Random.Next(1, 3), g.Random.Next(1, 5));
        long[] sizes = [heads * 2, heads * 2, heads * g.Random.Next(1, 3)];
        string[] inputs =
        [
            g.Parameter(batch, length, input), g.Parameter(input, sizes.Sum()), g.Parameter(sizes.Sum()), Mask(g, mask, batch, length, length), "",
            causal ? g.Parameter(g.Random.Next(2) == 0 ? 1 : batch, g.Random.Next(2) == 0 ? 1 : heads, length, length) : "",
        ];
        return g.Fused(
            "Attention",
            inputs,
            GraphBuilder.Attribute("num_heads", heads),
            GraphBuilder.Attribute("unidirectional", causal ? 1 : 0),
            GraphBuilder.Attribute("qkv_hidden_sizes", sizes));
    }

    // Every query sees a key: scores that are all ten thousand below zero have no digits left for finite differences.
    private static string Mask(GradientCase g, string kind, int batch, int queries, int keys)
    {
        long[] Seen(int rows) => [.. Enumerable.Range(0, rows * keys).Select(i => i % keys == 0 ? 1L : g.Random.Next(2))];
        long[] Draw(int count, int from, int to) => [.. Enumerable.Range(0, count).Select(_ => (long)g.Random.Next(from, to))];
        var (numbers, shape) = kind switch
        {
            "lengths" => (Draw(batch, 1, keys + 1), new long[] { batch }),
            "ends and starts" => ([.. Draw(batch, 2, keys + 1), .. Draw(batch, 0, 2)], [2 * batch]),
            "keys" => (Seen(batch), [batch, keys]),
            "pairs" => (Seen(batch * queries), [batch, queries, keys]),
            "nothing" => (new long[batch * keys], [batch, keys]),
            _ => ([], []),
        };
        return kind.Length == 0 ? "" : g.Write.Node("Cast", [g.Write.Integers(numbers, shape)], GraphBuilder.Attribute("to", 6));
    }

    private void Report((double Values, double Gradients) error) => output.WriteLine($"largest error of values {error.Values:g2}, of gradients {error.Gradients:g2}");
}
