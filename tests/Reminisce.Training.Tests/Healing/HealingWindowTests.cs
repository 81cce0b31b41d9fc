using Reminisce.Training.Healing;

namespace Reminisce.Training.Tests.Healing;

public sealed class HealingWindowTests
{
    private static readonly int[] s_layers = [2, 4, 6, 8, 10, 12];

    [Fact]
    public void At_GivenLayers_EndsThereAndAtTheEnd() =>
        Assert.Equal([new HealingWindow(0, 1), new HealingWindow(2, 3), new HealingWindow(4, 5)], HealingWindow.At(s_layers, [8, 4]));

    [Fact]
    public void At_LayerThatIsNoExit_IsRefused() =>
        Assert.Contains("2, 4, 6, 8, 10, 12", Assert.Throws<ArgumentException>(() => HealingWindow.At(s_layers, [5])).Message, StringComparison.Ordinal);

    [Fact]
    public void FromHistogram_MostItemsStopAtTheThirdExit_WindowsWidenBehindThePivots() =>
        Assert.Equal(
            [new HealingWindow(0, 0), new HealingWindow(1, 1), new HealingWindow(2, 2), new HealingWindow(3, 4), new HealingWindow(5, 5)],
            HealingWindow.FromHistogram(s_layers, [0.1, 0.2, 0.4, 0.25, 0.05, 0]));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void FromHistogram_AnyShares_CoversEveryExitOnceInOrder(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 200; round++)
        {
            var shares = s_layers.Select(_ => random.NextDouble() < 0.3 ? 0 : random.NextDouble()).ToArray();
            Assert.Equal(Enumerable.Range(0, s_layers.Length), HealingWindow.FromHistogram(s_layers, shares).SelectMany(w => w.Exits));
        }
    }
}
