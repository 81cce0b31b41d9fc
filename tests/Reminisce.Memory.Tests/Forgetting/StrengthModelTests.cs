using CsCheck;
using Reminisce.Memory.Forgetting;
using Reminisce.Memory.Storage;

namespace Reminisce.Memory.Tests.Forgetting;

public sealed class StrengthModelTests
{
    private static readonly DateTimeOffset s_formed = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(1, 0.952)]
    [InlineData(30, 0.400)]
    [InlineData(180, 0.100)]
    [InlineData(400, 0.048)]
    public void Strength_Unused_FollowsThePowerLaw(int days, double expected) =>
        Assert.Equal(expected, Strength(days), 0.001);

    [Fact]
    public void Strength_Time_OnlyWeakens() =>
        Gen.Double[0, 1000].Select(Gen.Double[0.1, 1000]).Sample((age, more) => Strength(age + more) <= Strength(age));

    [Fact]
    public void Strength_AUse_Strengthens() =>
        Gen.Int[2, 1000].SelectMany(age => Gen.Int[0, age].Select(at => (age, at)))
            .Sample((age, at) => Strength(age, [at]) > Strength(age));

    [Fact]
    public void Strength_ALaterUse_StrengthensMore() =>
        Gen.Int[3, 1000].SelectMany(age => Gen.Int[1, age - 1].Select(at => (age, at)))
            .Sample((age, at) => Strength(age, [at]) >= Strength(age, [at - 1]));

    [Fact]
    public void Strength_Importance_Strengthens() =>
        Gen.Int[1, 1000].Select(Gen.Double[0, 0.9]).Sample((age, importance) => Strength(age, [], importance + 0.1) > Strength(age, [], importance));

    [Fact]
    public void Strength_Depth_MakesItLastETimesAsLong() =>
        Gen.Int[1, 300].Sample(age => Math.Abs(Strength(age * Math.E, depth: 1) - Strength(age)) < 1e-9);

    [Fact]
    public void ProcessingDepth_OfRecords_CountsOwnWordsForWhatWasSeenAndTheFinishedEmbedding()
    {
        var note = new MemoryRecord { Text = "a note", Trust = (int)TrustTier.User };
        var seen = new MemoryRecord { MediaType = "image/png", Trust = (int)TrustTier.User };
        var worded = new MemoryRecord { MediaType = "image/png", Text = "our dog", Trust = (int)TrustTier.User };
        var captioned = new MemoryRecord { MediaType = "image/png", Text = "a dog", Trust = (int)TrustTier.OwnTool };

        Assert.Equal([0, 0, 0.5, 0], new[] { note, seen, worded, captioned }.Select(r => ProcessingDepth.Of(r)));
        Assert.Equal([0.5, 0.5, 1, 0.5], new[] { note, seen, worded, captioned }.Select(r => ProcessingDepth.Of(r, isFinished: true)));
    }

    [Fact]
    public void Strength_UsesOnlyCounted_CountLessThanRecentOnesAndMoreThanNone()
    {
        var none = Strength(100);
        var counted = StrengthModel.Strength(new MemoryUse(s_formed, 5, [s_formed.AddDays(90)], 0.5), s_formed.AddDays(100));
        var recent = Strength(100, [90, 91, 92, 93, 94]);
        Assert.True(none < counted && counted < recent, $"{none} {counted} {recent}");
    }

    [Fact]
    public void Strength_OfTheFuture_IsThatOfNow() =>
        Assert.Equal(Strength(0), StrengthModel.Strength(new MemoryUse(s_formed, 0, [], 0.5), s_formed.AddYears(-5)));

    [Fact]
    public void Strength_DecaysSlowerAndSlower_UnlikeAnExponential() =>
        Assert.True(Strength(60) / Strength(30) < Strength(360) / Strength(330));

    private static double Strength(double age, int[]? uses = null, double importance = 0.5, double depth = 0) => StrengthModel.Strength(
        new MemoryUse(s_formed, uses?.Length ?? 0, [.. (uses ?? []).Select(u => s_formed.AddDays(u))], importance, depth), s_formed.AddDays(age));
}
