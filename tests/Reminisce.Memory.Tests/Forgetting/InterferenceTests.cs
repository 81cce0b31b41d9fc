using CsCheck;
using Reminisce.Memory.Forgetting;
using Reminisce.Memory.Tests.Fakes;

namespace Reminisce.Memory.Tests.Forgetting;

public sealed class InterferenceTests
{
    private readonly TestMemory _test = new();

    [Fact]
    public void Of_AWordOfItsOwn_IsZero()
    {
        SweepCandidate[] items = [Item("lunch with Tom", 0.5), Item("lunch with Tom and Ann", 0.5), Item("lunch", 0.5), Item("lunch beside the zebra", 0.5)];
        var interference = new Interference(items);

        Assert.Equal([Math.Log(1.5), 0, Math.Log(2.5), 0], items.Select(interference.Of));
    }

    [Fact]
    public void Of_ACueOfItsOwn_IsZero()
    {
        SweepCandidate[] items = [Item("lunch", 0.5) with { Cues = ["place Oslo"] }, Item("lunch", 0.5) with { Cues = ["place Rome"] }, Item("lunch", 0.5) with { Cues = ["place Rome"] }];

        Assert.Equal([0, Math.Log(1.5), Math.Log(1.5)], items.Select(new Interference(items).Of));
    }

    [Fact]
    public void Of_WeakCompetitors_CountLessThanStrongOnes() =>
        Gen.Double[0.01, 0.98].Select(Gen.Int[1, 20]).Sample((strength, count) => Among(count, strength) < Among(count, strength + 0.01) && Among(count, strength) < Among(count + 1, strength));

    [Fact]
    public void Crowded_MoreInterference_OnlyWeakens() =>
        Gen.Double[0.01, 0.99].Select(Gen.Double[0, 5]).Sample((strength, score) =>
            StrengthModel.Crowded(strength, score) <= strength + 1e-12 && StrengthModel.Crowded(strength, score + 0.1) < StrengthModel.Crowded(strength, score));

    [Fact]
    public void Crowded_NoInterference_IsTheStrengthItself() => Assert.Equal(0.37, StrengthModel.Crowded(0.37, 0), 1e-12);

    [Fact]
    public async Task SweepAsync_OneIsCrowdedAndOneIsNot_TheCrowdedFadesFirstAndSaysWhy()
    {
        var lonely = await _test.AddAsync("zebra crossing", "2026-06-01T10:00");
        for (var day = 1; day < 10; day++)
        {
            await _test.AddAsync("tea", $"2026-06-0{day}T12:00");
        }

        var report = await _test.Memory.SweepAsync(new SweepOptions { MaximumItems = 9, DuplicateWindow = TimeSpan.Zero });

        var step = Assert.Single(report.Steps);
        Assert.DoesNotContain(lonely, step.Items);
        Assert.Contains("others crowd it", step.Reason, StringComparison.Ordinal);
    }

    private static double Among(int count, double strength)
    {
        SweepCandidate[] items = [Item("tea", 0.5), .. Enumerable.Range(0, count).Select(_ => Item("tea", strength))];
        return new Interference(items).Of(items[0]);
    }

    private static SweepCandidate Item(string text, double strength) => new(Guid.NewGuid(), "g", default, text, text, strength, false, [], null, default);
}
