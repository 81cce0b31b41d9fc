namespace Reminisce.Encoders.Tests;

public sealed class BatchChoiceTests
{
    [Theory]
    [InlineData(0.0, 1, 1)] // nothing is shared between items: one is as good as many
    [InlineData(0.1, 1, 4)] // 1.1, 1.05, 1.025, 1.0125: from 4 on within 3 % of the fastest
    [InlineData(100.0, 1, 32)]
    public void Choose_CostPerRunAndItem_TakesTheSmallestThatIsAsGood(double perRun, double perItem, int expected)
    {
        var (size, seconds) = BatchChoice.Choose(32, items => perRun + (perItem * items), double.PositiveInfinity);

        Assert.Equal(expected, size);
        Assert.Equal((perRun / expected) + perItem, seconds, 9);
    }

    [Fact]
    public void Choose_BatchesThatGetSlower_StaysSmall() =>
        Assert.Equal(2, BatchChoice.Choose(16, items => items <= 2 ? 1 + items : items * items, double.PositiveInfinity).BatchSize);

    [Fact]
    public void Choose_BudgetSpent_BeginsNoLargerBatch()
    {
        var asked = new List<int>();

        var (size, _) = BatchChoice.Choose(
            64,
            items =>
            {
                asked.Add(items);
                return 100 + items;
            },
            budget: 250);

        Assert.Equal([1, 2, 4], asked);
        Assert.Equal(4, size);
    }

    [Fact]
    public void Choose_MostIsNoPowerOfTwo_StaysBelowIt() => Assert.Equal(8, BatchChoice.Choose(15, _ => 1, double.PositiveInfinity).BatchSize);
}
