namespace Reminisce.VectorData.Tests.Retrieval;

public class ExitStatisticsTests
{
    [Fact]
    public void ObserveMove_ItemsStoppedOnTheWay_LearnsTheSameLineAsFromAllFinished()
    {
        // The full score is 0.9 of the coarse one and two independent steps, of spread 0.4 and 0.2; what stands below 2 after the first is stopped.
        var random = new Random(5);
        var (all, stopped) = (new ExitStatistics(), new ExitStatistics());
        for (var i = 0; i < 4000; i++)
        {
            var coarse = 2 + random.NextDouble();
            var between = (0.9 * coarse) + (0.4 * Normal(random));
            var full = between + (0.2 * Normal(random));
            all.ObserveMove(coarse, full);
            if (between < 2)
            {
                stopped.ObserveMove(coarse, between, 0.2);
            }
            else
            {
                stopped.ObserveMove(coarse, full);
            }
        }

        var (expected, learned) = (all.Movement(null)!, stopped.Movement(null)!);
        Assert.Equal(expected.Expect(2.5), learned.Expect(2.5), 0.02);
        Assert.Equal(expected.Slope, learned.Slope, 0.05);
        Assert.Equal(Math.Sqrt(0.2), learned.Spread, 0.02);
    }

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
