using Reminisce.VectorData.Search;

namespace Reminisce.VectorData.Tests.Search;

public sealed class BestRowsTests
{
    [Theory]
    [InlineData(1, true)]
    [InlineData(7, false)]
    [InlineData(64, true)]
    [InlineData(500, false)]
    public void Take_RandomScoresWithTies_AreTheBestInOrder(int capacity, bool higherIsBetter)
    {
        var random = new Random(capacity);
        for (var round = 0; round < 30; round++)
        {
            var rows = Enumerable.Range(1, random.Next(0, 300)).Select(row => new ScoredRow(row, random.Next(40) / 4.0)).ToArray();
            random.Shuffle(rows);
            using var best = new BestRows(capacity, higherIsBetter);
            foreach (var (row, score) in rows)
            {
                best.Offer(row, score);
            }

            var sorted = higherIsBetter ? rows.OrderByDescending(row => row.Score) : rows.OrderBy(row => row.Score);
            Assert.Equal(sorted.ThenBy(row => row.Row).Take(capacity), best.Take());
        }
    }

    [Fact]
    public void Take_HugeCapacity_RentsOnlyWhatIsOffered()
    {
        using var best = new BestRows(int.MaxValue, higherIsBetter: false);
        for (var row = 200; row > 0; row--)
        {
            best.Offer(row, row);
        }

        Assert.Equal(Enumerable.Range(1, 200).Select(row => new ScoredRow(row, row)), best.Take());
    }
}
