using CsCheck;
using Microsoft.Extensions.AI;
using Reminisce.Memory.Forgetting;
using Reminisce.Memory.Tests.Fakes;

namespace Reminisce.Memory.Tests.Forgetting;

public sealed class NearDuplicateClustersTests
{
    private static readonly DateTimeOffset s_start = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Find_SameWordsCloseInTime_AreOne() =>
        Assert.Equal(2, Assert.Single(Find(Item("buy milk and bread", 0), Item("buy bread and milk", 3))).Count);

    [Theory]
    [InlineData("ran 5 km in the park today", "ran 6 km in the park today")]
    [InlineData("insert a table of 3 by 4 cells", "insert a table of 4 by 3 cells")]
    [InlineData("paid the rent for October at the bank", "paid the rent for November at the bank counter downtown")]
    public void Find_OtherFacts_StayApart(string a, string b) => Assert.Empty(Find(Item(a, 0), Item(b, 1)));

    [Fact]
    public void Find_TooFarApartInTime_StayApart() => Assert.Empty(Find(Item("buy milk", 0), Item("buy milk", 49)));

    [Fact]
    public void Find_OtherScopeOrTrust_StayApart() => Assert.Empty(Find(Item("buy milk", 0), Item("buy milk", 1, "other")));

    [Fact]
    public void Find_OtherVectorSpace_StayApartUnlessIdentical()
    {
        var coarse = Item("buy milk now", 1) with { Space = "exit_02", ContentHash = "x" };
        Assert.Empty(Find(Item("buy milk now", 0), coarse));
        Assert.Single(Find(Item("buy milk now", 0), coarse with { ContentHash = Item("buy milk now", 0).ContentHash }));
    }

    [Theory]
    [InlineData(0.2, 0.1, true)]
    [InlineData(0.3, 0.15, false)]
    [InlineData(0, 1, false)]
    public void Find_SameWordsOnOtherPictures_AreOneWhenTheEncoderTellsThemFromUnrelatedOnes(double mean, double deviation, bool isOne)
    {
        var likeness = new Likeness(0.97, _ => new ScoreCalibration(mean, deviation, 0));
        var (one, other) = (Item("create a file", 0), Item("create a file", 1) with { ContentHash = "other", Vector = new[] { 0.7f, MathF.Sqrt(0.51f) } });

        Assert.Equal(isOne ? 1 : 0, Find(likeness, one with { Vector = new[] { 1f, 0f } }, other).Count);
    }

    [Fact]
    public void Find_PicturesWithoutWords_MustBeAsLikeAsTheOptionDemands()
    {
        var (one, other) = (Item("", 0) with { Vector = new[] { 1f, 0f } }, Item("", 1) with { ContentHash = "other", Vector = new[] { 0.96f, 0.28f } });

        Assert.Empty(Find(new Likeness(0.97, static _ => WordVectors.Calibration), one, other));
        Assert.Single(Find(new Likeness(0.95, static _ => WordVectors.Calibration), one, other));
    }

    [Fact]
    public void FindAlikeInWords_SomeAgree_NamesThoseAlone()
    {
        var full = Item("buy milk now", 0);
        var coarse = Item("Buy milk, now", 1) with { Space = "exit_02" };
        SweepCandidate[] others = [Item("call mum", 1), Item("call dad", 2), Item("", 1), Item("", 2) with { Space = "exit_02" }, Item("buy milk now", 99) with { Space = "exit_02" }];

        Assert.Equal(new[] { full.Id, coarse.Id }.Order(), NearDuplicateClusters.FindAlikeInWords([full, coarse, .. others], TimeSpan.FromDays(2)).Order());
        Assert.Empty(NearDuplicateClusters.FindAlikeInWords([full, .. others], TimeSpan.FromDays(2)));
    }

    [Fact]
    public void Find_AnyItems_EveryClusterIsOfOneGroupWithinTheWindowAndDisjoint()
    {
        string[] texts = ["buy milk", "buy milk today", "call mum", "call mum 2", ""];
        Gen.Select(Gen.Int[0, texts.Length - 1], Gen.Int[0, 200], Gen.Int[0, 1]).Array[0, 30].Sample(
            draws =>
            {
                var items = draws.Select(d => Item(texts[d.Item1], d.Item2, $"g{d.Item3}")).ToArray();
                var clusters = Find(items);
                var all = clusters.SelectMany(c => c).Select(c => c.Id).ToArray();
                return all.Distinct().Count() == all.Length
                    && clusters.All(c => c.Select(i => i.Group).Distinct().Count() == 1 && c[^1].OccurredAt - c[0].OccurredAt <= TimeSpan.FromDays(2));
            },
            iter: 300);
    }

    private static IReadOnlyList<IReadOnlyList<SweepCandidate>> Find(params SweepCandidate[] items) =>
        Find(new Likeness(0.9, static _ => WordVectors.Calibration), items);

    private static IReadOnlyList<IReadOnlyList<SweepCandidate>> Find(Likeness likeness, params SweepCandidate[] items) =>
        NearDuplicateClusters.Find(items, likeness, TimeSpan.FromDays(2));

    private static SweepCandidate Item(string text, int hours, string group = "g") => new(
        Guid.NewGuid(), group, s_start.AddHours(hours), text, text, 0.5, false, [], "full", WordVectors.Encode(new TextContent(text)));
}
