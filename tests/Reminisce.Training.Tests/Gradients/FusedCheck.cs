using CsCheck;
using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using Reminisce.Training.Gradients;
using Reminisce.Training.Gradients.Fused;
using Reminisce.Training.Onnx.Proto;

namespace Reminisce.Training.Tests.Gradients;

/// <summary>Holds a fused operator against the plain ones that it is taken apart into: same values, and gradients as finite differences say.</summary>
internal static class FusedCheck
{
    private const double Tolerance = 1e-5;

    private static readonly Dictionary<string, long[]> s_noInputs = [];

    /// <summary>Checks random cases; a failure prints its seed.</summary>
    /// <param name="build">Builds a case with one fused node; gives the value to differentiate.</param>
    /// <param name="cases">How many.</param>
    /// <returns>The largest errors of values, relative to the largest value or 1, and of gradients.</returns>
    public static (double Values, double Gradients) Verify(Func<GradientCase, string> build, int cases = 12) =>
        (VerifyValues(build, cases), GradientCheck.Verify(build, cases));

    /// <summary>Checks the values alone.</summary>
    public static double VerifyValues(Func<GradientCase, string> build, int cases = 12)
    {
        var worst = 0.0;
        Gen.Int[0, 1_000_000].Sample(
            seed =>
            {
                worst = Math.Max(worst, Difference(seed, build));
                Assert.True(worst <= Tolerance, $"Taken apart, the node of case {seed} gives values that are off by {worst:g3}.");
            },
            iter: cases,
            threads: 1);
        return worst;
    }

    private static double Difference(int seed, Func<GradientCase, string> build)
    {
        var test = new GradientCase(seed);
        build(test);
        var fused = Assert.Single(test.Model.Graph.Node, n => n.Domain == "com.microsoft" || n.OpType == "SimplifiedLayerNormalization");
        string[] outputs = [.. fused.Output.Where(o => o.Length > 0)];
        var apart = test.Model.Clone();
        var facts = ValueProbe.Run(test.Model, s_noInputs);
        Assert.True(FusedForms.TakeApart(apart.Graph, new GradientReach(apart.Graph, test.Parameters, facts), facts));
        Assert.DoesNotContain(apart.Graph.Node, n => n.OpType == fused.OpType);
        var expected = Run(test.Model, outputs);
        var actual = Run(apart, outputs);
        var largest = Math.Max(1, expected.Max(Math.Abs));
        Assert.Equal(expected.Length, actual.Length);
        return expected.Zip(actual, (e, a) => Math.Abs(e - a)).Max() / largest;
    }

    private static double[] Run(ModelProto model, string[] outputs)
    {
        var copy = model.Clone();
        copy.Graph.Output.Clear();
        copy.Graph.Output.AddRange(outputs.Select(o => new ValueInfoProto { Name = o }));
        using var options = new SessionOptions { GraphOptimizationLevel = GraphOptimizationLevel.ORT_DISABLE_ALL, IntraOpNumThreads = 1 };
        using var session = new InferenceSession(copy.ToByteArray(), options);
        using var run = new RunOptions();
        using var results = session.Run(run, [], [], outputs);
        return [.. results.SelectMany(Read)];
    }

    private static IEnumerable<double> Read(OrtValue value) =>
        value.GetTensorTypeAndShape().ElementDataType == Microsoft.ML.OnnxRuntime.Tensors.TensorElementType.Int32
            ? value.GetTensorDataAsSpan<int>().ToArray().Select(i => (double)i)
            : value.GetTensorDataAsSpan<float>().ToArray().Select(f => (double)f);
}
