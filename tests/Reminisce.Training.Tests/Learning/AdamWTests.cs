using CsCheck;
using Reminisce.Training.Learning.Optimization;

namespace Reminisce.Training.Tests.Learning;

public sealed class AdamWTests
{
    [Fact]
    public void Step_AnyGradients_FollowsTheFormulaInDoubles() =>
        Gen.Select(Gen.Int[1, 20_000], Gen.Int[0, 1_000_000]).Sample(
            (length, seed) =>
            {
                var random = new Random(seed);
                var options = new AdamWOptions { WeightDecay = 0.1f };
                var optimizer = new AdamW([(length, true), (length, false)], options);
                var values = Enumerable.Range(0, 2 * length).Select(_ => random.NextSingle() - 0.5f).ToArray();
                var expected = values.Select(v => (double)v).ToArray();
                var mean = new double[expected.Length];
                var square = new double[expected.Length];
                for (var step = 1; step <= 3; step++)
                {
                    var gradients = values.Select(_ => random.NextSingle() - 0.5f).ToArray();
                    Reference(expected, mean, square, gradients, step, 0.01, options, length);
                    optimizer.Step(values, gradients, step, 0.01f);
                }

                Assert.True(values.Zip(expected, (a, b) => Math.Abs(a - b)).Max() < 1e-5);
            },
            iter: 10,
            threads: 1);

    [Fact]
    public void Step_WrongLength_SaysBothLengths()
    {
        var optimizer = new AdamW([(4, true)], new AdamWOptions());

        var error = Assert.Throws<ArgumentException>(() => optimizer.Step(new float[3], new float[3], 1, 0.1f));

        Assert.Contains("made for 4 parameters; 3 values", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void At_Schedule_RisesThenFallsToItsFloor()
    {
        var schedule = new CosineSchedule(1, 10, 110, 0.1f);

        Assert.Equal(0.1f, schedule.At(1), 5);
        Assert.Equal(1f, schedule.At(10), 5);
        Assert.Equal(0.55f, schedule.At(60), 5);
        Assert.Equal(0.1f, schedule.At(110), 5);
    }

    [Fact]
    public void Clip_LongGradient_IsScaledToTheLimit()
    {
        float[] gradients = [3, 4];

        var before = GradientNorm.Clip(gradients, 1);

        Assert.Equal(5, before, 5);
        Assert.Equal(0.6f, gradients[0], 5);
        Assert.Equal(0.8f, gradients[1], 5);
    }

    private static void Reference(double[] values, double[] mean, double[] square, float[] gradients, int step, double rate, AdamWOptions options, int decaying)
    {
        for (var i = 0; i < values.Length; i++)
        {
            mean[i] = (options.Beta1 * mean[i]) + ((1 - options.Beta1) * gradients[i]);
            square[i] = (options.Beta2 * square[i]) + ((1 - options.Beta2) * gradients[i] * gradients[i]);
            var m = mean[i] / (1 - Math.Pow(options.Beta1, step));
            var v = square[i] / (1 - Math.Pow(options.Beta2, step));
            values[i] -= rate * ((i < decaying ? options.WeightDecay * values[i] : 0) + (m / (Math.Sqrt(v) + options.Epsilon)));
        }
    }
}
