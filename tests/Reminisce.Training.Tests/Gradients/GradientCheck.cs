using CsCheck;
using Microsoft.ML.OnnxRuntime;
using Reminisce.Training.Gradients;

namespace Reminisce.Training.Tests.Gradients;

/// <summary>Holds the gradients of a graph against central finite differences of its loss.</summary>
internal static class GradientCheck
{
    private const float Step = 4e-3f;
    private const double Tolerance = 3e-3;

    private static readonly Dictionary<string, OrtValue> s_noData = [];

    /// <summary>Checks random cases; a failure prints its seed.</summary>
    /// <returns>The largest error seen, relative to the largest gradient or 1.</returns>
    public static double Verify(Func<GradientCase, string> build, int cases = 12)
    {
        var worst = 0.0;
        Gen.Int[0, 1_000_000].Sample(
            seed =>
            {
                worst = Math.Max(worst, Error(seed, build));
                Assert.True(worst <= Tolerance, $"The gradient of case {seed} is off by {worst:g3}; at most {Tolerance:g3} is numerical noise.");
            },
            iter: cases,
            threads: 1);
        return worst;
    }

    private static double Error(int seed, Func<GradientCase, string> build)
    {
        var test = new GradientCase(seed);
        var value = build(test);
        var loss = WeightedSum(test, value);
        var model = GradientGraph.Build(test.Model, loss, test.Parameters, new Dictionary<string, long[]>());
        using var session = new GradientSession(model, threads: 1);
        session.Run(s_noData);
        var gradients = session.Gradients.ToArray();
        var largest = 1.0;
        var error = 0.0;
        for (var i = 0; i < gradients.Length; i++)
        {
            var expected = Slope(session, i);
            largest = Math.Max(largest, Math.Abs(expected));
            error = Math.Max(error, Math.Abs(expected - gradients[i]));
        }

        return error / largest;
    }

    // Two step widths cancel the second-order error of the difference.
    private static double Slope(GradientSession session, int index) =>
        ((4 * Difference(session, index, Step)) - Difference(session, index, 2 * Step)) / 3;

    private static double Difference(GradientSession session, int index, float step)
    {
        var values = session.Values;
        var original = values.Span[index];
        values.Span[index] = original + step;
        var high = values.Span[index];
        double above = session.Run(s_noData);
        values.Span[index] = original - step;
        var low = values.Span[index];
        double below = session.Run(s_noData);
        values.Span[index] = original;
        return (above - below) / (high - (double)low);
    }

    private static string WeightedSum(GradientCase test, string value)
    {
        var facts = ValueProbe.Run(test.Model, new Dictionary<string, long[]>())[value];
        var weights = test.Write.Floats(test.Numbers(facts.Shape), facts.Shape);
        long[] axes = [.. Enumerable.Range(0, facts.Shape.Length).Select(i => (long)i)];
        return test.Write.ReduceSum(test.Write.Multiply(value, weights), axes, keepAxes: false);
    }
}
