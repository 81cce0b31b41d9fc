using Reminisce.Training.Heads;

namespace Reminisce.Training.Tests.Heads;

public sealed class LineFitTests
{
    [Fact]
    public void Line_PairsOnALineWithNoise_FindsSlopeInterceptAndSpread()
    {
        var random = new Random(5);
        var fit = new LineFit();
        for (var i = 0; i < 20_000; i++)
        {
            var x = 3 + random.NextDouble();
            fit.Add(x, (0.8 * x) + 0.5 + (0.6 * (random.NextDouble() - 0.5)));
        }

        var (slope, intercept, spread) = fit.Line()!.Value;
        Assert.Equal(0.8, slope, 1);
        Assert.Equal(3.3, (3.5 * slope) + intercept, 2);
        Assert.Equal(0.6 / Math.Sqrt(12), spread, 2);
    }

    [Fact]
    public void Line_TooFewPairsOrOneX_SaysThatThereIsNone()
    {
        var fit = new LineFit();
        fit.Add(1, 1);
        fit.Add(2, 2);
        Assert.Null(fit.Line());
        var same = new LineFit();
        for (var i = 0; i < 5; i++)
        {
            same.Add(1, i);
        }

        Assert.Null(same.Line());
    }
}
