using CsCheck;

namespace Reminisce.VectorData.Tests.Activations;

public sealed class RecallOddsTests
{
    private const long Hour = 3_600_000;

    [Fact]
    public void Of_OneUse_FadesByTheInverseRootOfItsAge()
    {
        Assert.Equal(RecallOdds.Of(0, 0, 0, 1), RecallOdds.Of(1000, 0, 0, 1));
        Assert.Equal(RecallOdds.Of(Hour, 0, 0, 1), 2 * RecallOdds.Of(4 * Hour, 0, 0, 1), 12);
    }

    [Fact]
    public void Of_LaterOrMoreUses_IsMoreLikely() =>
        Gen.Select(Gen.Long[0, 1000], Gen.Long[1, 1000], Gen.Long[1, 1000], Gen.Long[1, 50]).Sample((first, toLast, toNow, uses) =>
        {
            var (last, now) = ((first + toLast) * Hour, (first + toLast + toNow) * Hour);
            var odds = RecallOdds.Of(now, first * Hour, last, uses);

            Assert.True(RecallOdds.Of(now, first * Hour, last, uses + 1) > odds);
            Assert.True(RecallOdds.Of(now, first * Hour, last + (Hour / 2), uses) > odds);
            Assert.True(RecallOdds.Of(now + Hour, first * Hour, last, uses) < odds);
        });

    [Fact]
    public void Of_UsesAtEvenIntervals_IsNearTheSumOverThem()
    {
        // 100 uses an hour apart, the last an hour ago; each counts by the inverse root of its age in seconds.
        var exact = Enumerable.Range(1, 100).Sum(age => 1 / Math.Sqrt(age * (double)Hour));

        Assert.InRange(RecallOdds.Of(100 * Hour, 0, 99 * Hour, 100) / exact, 0.95, 1.06);
    }

    [Fact]
    public void Of_ClockSetBack_StaysFinite() => Assert.True(double.IsFinite(RecallOdds.Of(0, Hour, 2 * Hour, 5)));
}
