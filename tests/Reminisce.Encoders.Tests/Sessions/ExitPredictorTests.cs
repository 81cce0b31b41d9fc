namespace Reminisce.Encoders.Tests;

public sealed class ExitPredictorTests
{
    [Theory]
    [InlineData(new[] { 0f, 9f, 0f, 0f }, 0, 0.35, 1)] // sure
    [InlineData(new[] { 9f, 0f, 0f, 0f }, 2, 0.35, 2)] // below the superficial exit: clamped
    [InlineData(new[] { 0f, 0.1f, 0f, 0f }, 0, 0.35, 2)] // unsure: one deeper
    [InlineData(new[] { 0f, 0f, 0f, 0.1f }, 0, 0.35, 3)] // unsure at the last: stays
    [InlineData(new[] { 0.1f, 0f, 0f, 0f }, 2, 0.35, 2)] // unsure, deeper is still below the superficial exit
    [InlineData(new[] { 0f, 0.1f, 0f, 0f }, 0, 0.0, 1)] // no floor
    [InlineData(new[] { 0f, float.NaN, 0f, 0f }, 0, 0.35, 3)]
    [InlineData(new[] { 0f, float.PositiveInfinity, 0f, 0f }, 0, 0.35, 3)]
    [InlineData(new[] { 3e38f, -3e38f, 0f, 0f }, 0, 0.35, 0)]
    [InlineData(new[] { 5f }, 0, 1.0, 0)]
    public void Choose_Logits_GivesExit(float[] logits, int superficial, double floor, int expected) =>
        Assert.Equal(expected, ExitPredictor.Choose(logits, superficial, floor));

    [Fact]
    public void Choose_ConfidenceAtFloor_Stays()
    {
        // Two exits at 3 : 1.
        float[] logits = [MathF.Log(3), 0];
        Assert.Equal(0, ExitPredictor.Choose(logits, 0, 0.7499));
        Assert.Equal(1, ExitPredictor.Choose(logits, 0, 0.7501));
    }

    [Theory]
    [InlineData(0.2, 0, 0)] // 1/4 of the probability lies at each exit
    [InlineData(0.3, 0, 1)]
    [InlineData(0.76, 0, 3)]
    [InlineData(0.2, 2, 2)] // below the superficial exit: clamped
    [InlineData(1.0, 0, 3)]
    public void ChooseByRisk_EqualLogits_StopsWhereTheCoverageIsReached(double coverage, int superficial, int expected) =>
        Assert.Equal(expected, ExitPredictor.ChooseByRisk([1, 1, 1, 1], superficial, coverage));

    [Fact]
    public void ChooseByRisk_LargerCoverage_NeverStopsEarlier()
    {
        var random = new Random(1);
        for (var round = 0; round < 100; round++)
        {
            var logits = Enumerable.Range(0, 5).Select(_ => (random.NextSingle() * 10) - 5).ToArray();
            var exits = Enumerable.Range(0, 21).Select(c => ExitPredictor.ChooseByRisk(logits, 0, c / 20.0)).ToArray();
            Assert.Equal(exits.Order(), exits);
        }
    }

    [Fact]
    public void ChooseByRisk_NotANumber_RunsInFull() => Assert.Equal(2, ExitPredictor.ChooseByRisk([0, float.NaN, 0], 0, 0.1));

    [Theory]
    [InlineData(0.0, new[] { 50f, 0f, 0f, 0f }, 1, 2)] // text is superficial at layer 2
    [InlineData(1.0, new[] { 0f, 0f, 50f, 0f }, 3, 3)]
    [InlineData(1.0, new[] { 0f, 0f, 0f, 0f }, 2, 2)]
    public async Task EncodeAsync_PackWithBias_GoesWhereThePredictorSays(double floor, float[] bias, int imageLayer, int textLayer)
    {
        // Without weights only the bias speaks; at floor 1 and equal logits the first exit falls one deeper.
        using var pack = TestPack.Create(floor, sharpness: 0, predictorBias: bias);
        using var encoder = EarlyExitEncoder.Open(pack.Folder);

        var results = await encoder.EncodeAsync(EncodeTests.Items(4));

        Assert.Equal([imageLayer, textLayer, imageLayer, textLayer], results.Select(r => r.Item!.Exit.Layer));
    }
}
