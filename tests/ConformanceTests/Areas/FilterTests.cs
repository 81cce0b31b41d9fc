#pragma warning disable CA1309, CA1310, CA1847, CA1866, CA1862, CA1311, CA1304 // The filters are written as users write them.
using System.Linq.Expressions;
using ConformanceTests.Support;

namespace ConformanceTests.Areas;

/// <summary>Every form of filter, held against the same filter compiled and run over the same records.</summary>
public abstract class FilterTests<TFixture> : Conformance<TFixture>
    where TFixture : StoreFixture, new()
{
    private static readonly int[] s_field = [1, 2];

    private readonly List<Item> _samples = Item.Samples(200);

    [SkippableFact]
    public Task Comparisons_LikeDotNet()
    {
        var (limit, third) = (2, 1 / 3.0);
        int? nothing = null;
        var batch = _samples[0].Batch;
        return SameAsync(
            i => i.Number == 2, i => i.Number != 2, i => i.Number < limit, i => i.Number <= limit, i => limit > i.Number, i => limit <= i.Number,
            i => i.Number > limit, i => !(i.Number > limit), i => i.Number > 1.5, i => i.Weight == third, i => i.Weight != third, i => i.Price > 9.99m,
            i => i.Price <= -0.01m, i => i.Price == 1.50m || i.Price > 11, i => i.Maybe == nothing, i => i.Maybe != nothing, i => i.Number == i.Maybe,
            i => i.Number != i.Maybe, i => i.Number < i.Maybe, i => i.Batch == batch, i => i.Batch != Guid.Empty, i => i.Number.Equals(limit), i => Equals(i.Number, limit));
    }

    [SkippableFact]
    public Task Nulls_LikeDotNet() => SameAsync(
        i => i.Maybe == null, i => i.Maybe != null, i => null == i.Maybe, i => i.Maybe != 2, i => !(i.Maybe == 2), i => i.Maybe < 2, i => !(i.Maybe < 2),
        i => !(i.Maybe >= 2 && i.Flag), i => i.Maybe.HasValue, i => !i.Maybe.HasValue || i.Maybe.Value == 1, i => i.Text == null, i => i.Text != "apple",
        i => !(i.Text == "apple") && !(i.Text != null), i => string.IsNullOrEmpty(i.Text), i => !string.IsNullOrEmpty(i.Text), i => (i.Maybe < 2) == i.Flag,
        i => (i.Maybe < 2) != i.Flag, i => i.MaybeFlag == null, i => i.MaybeFlag == true, i => i.MaybeFlag != true, i => !(i.MaybeFlag == false),
        i => i.MaybeFlag.HasValue && i.MaybeFlag.Value, i => i.Tags == null, i => i.Names != null);

    [SkippableFact]
    public Task Logic_LikeDotNet()
    {
        var (yes, no) = (true, false);
        return SameAsync(
            i => i.Flag, i => !i.Flag, i => !!i.Flag, i => i.Flag == true, i => i.Flag == false || i.Number == 0, i => i.Flag != yes, i => i.Flag == no,
            i => (i.Flag && i.Number > 1) || (!i.Flag && i.Number < 0), i => i.Flag & i.Number > 1, i => i.Flag | i.Number > 1, i => true, i => false, i => yes,
            i => yes && i.Number > 2, i => no || i.Number > 2, i => !(i.Flag || i.Number > 2), i => !(i.Flag && !(i.Number > 2 || i.Maybe == null)));
    }

    [SkippableFact]
    public Task Strings_AreComparedOrdinally()
    {
        var (prefix, quote) = ("Apple", '"');
        return SameAsync(
            i => i.Text == "'; DROP TABLE items; --", i => i.Text == "APPLE", i => i.Text != null && i.Text.StartsWith("apple", StringComparison.Ordinal),
            i => i.Text != null && i.Text.StartsWith(prefix, StringComparison.Ordinal), i => i.Text != null && i.Text.StartsWith('A'),
            i => i.Text != null && i.Text.EndsWith("se", StringComparison.Ordinal), i => i.Text != null && i.Text.EndsWith("SE", StringComparison.Ordinal),
            i => i.Text != null && i.Text.EndsWith('y'), i => i.Text != null && i.Text.Contains("0% \""), i => i.Text != null && i.Text.Contains("_"),
            i => i.Text != null && i.Text.Contains("%"), i => i.Text != null && i.Text.Contains("ä"), i => i.Text != null && i.Text.Contains("A"),
            i => i.Text != null && i.Text.Contains("i"), i => i.Text != null && i.Text.Contains("😀"), i => i.Text != null && i.Text.Contains(quote),
            i => i.Text != null && i.Text.Contains(""), i => i.Text != null && !i.Text.Contains("a", StringComparison.Ordinal), i => i.Text != null && i.Text.Equals("apple"),
            i => string.Equals(i.Text, "apple"), i => string.Equals(i.Text, "apple", StringComparison.Ordinal), i => "apple".Equals(i.Text));
    }

    [SkippableFact]
    public Task Dates_WithArithmeticOnConstants()
    {
        var start = Item.Start;
        var (from, days) = (new DateTimeOffset(start), 2);
        return SameAsync(
            i => i.Day > start, i => i.Day >= start.AddDays(days) && i.Day < start.AddDays(days + 1), i => i.Day <= start + TimeSpan.FromHours(60),
            i => i.Day == new DateTime(2026, 3, 2, 0, 0, 0, DateTimeKind.Utc), i => i.Day > start.Date.AddHours(days * 24), i => i.Day > DateTime.UnixEpoch,
            i => i.When > from.AddHours(30), i => i.When > from.AddDays(1) && i.When <= from + TimeSpan.FromHours(60), i => i.When < from.ToOffset(TimeSpan.FromHours(9)),
            i => i.When == new DateTimeOffset(2026, 3, 2, 0, 0, 0, TimeSpan.Zero), i => i.When != new DateTimeOffset(2026, 3, 2, 2, 0, 0, TimeSpan.FromHours(2)));
    }

    [SkippableFact]
    public Task Membership_LikeDotNet()
    {
        int[] numbers = [1, 2];
        List<string?> texts = ["apple", null];
        HashSet<int> set = [-1, 5];
        double[] weights = [1 / 3.0, 1];
        decimal[] prices = [1.5m, 2.25m, 0m];
        int?[] maybes = [null, 1];
        IEnumerable<Guid> batches = [_samples[0].Batch];
        IReadOnlyList<DateTime> days = [.. _samples.Take(5).Select(i => i.Day)];
        return SameAsync(
            i => numbers.Contains(i.Number), i => !numbers.Contains(i.Number), i => s_field.Contains(i.Number), i => new[] { 0, 3 }.Contains(i.Number),
            i => new List<int> { 0, 3 }.Contains(i.Number), i => Enumerable.Contains(numbers, i.Number), i => numbers.ToList().Contains(i.Number),
            i => set.Contains(i.Number), i => texts.Contains(i.Text), i => !texts.Contains(i.Text), i => weights.Contains(i.Weight), i => prices.Contains(i.Price),
            i => maybes.Contains(i.Maybe), i => !new int?[] { 1, 2 }.Contains(i.Maybe), i => Array.Empty<int>().Contains(i.Number), i => batches.Contains(i.Batch), i => days.Contains(i.Day));
    }

    [SkippableFact]
    public Task ArraysAndLists_ContainsAndAny()
    {
        string[] colours = ["blue", "\"quoted\"", ""];
        var red = "red";
        return SameAsync(
            i => i.Tags != null && i.Tags.Contains("red"), i => i.Tags != null && !i.Tags.Contains(red), i => i.Names != null && i.Names.Contains(red),
            i => i.Names != null && i.Names.Contains("\"quoted\""), i => i.Tags != null && i.Tags.Any(t => colours.Contains(t)),
            i => i.Names != null && i.Names.Any(t => new[] { "red", "green" }.Contains(t)), i => i.Names != null && !i.Names.Any(t => colours.Contains(t)),
            i => i.Tags != null && i.Tags.Any(t => t == "red"), i => i.Tags != null && i.Tags.Any(), i => i.Tags != null && !i.Tags.Any(),
            i => i.Marks != null && i.Marks.Contains(3), i => i.Marks != null && i.Marks.Any(m => s_field.Contains(m)));
    }

    [SkippableFact]
    public async Task Filter_MeansTheSameInEveryOperation()
    {
        var items = await ItemsAsync(_samples);
        Expression<Func<Item, bool>> filter = i => i.Maybe != 2 && !i.Flag;
        var expected = _samples.Where(filter.Compile()).ToList();
        Assert.Equal(expected.Where(i => i.Vector is not null).Select(i => i.Id), (await items.SearchAsync(new float[] { 1, 0, 0 }, 1000, new() { Filter = filter }).Select(r => r.Record.Id).ToListAsync()).Order());
        Assert.Equal(expected.Count, await items.GetAsync(filter, 1000).CountAsync());
    }

    [SkippableFact]
    public async Task Unsupported_IsRefusedByNode()
    {
        var items = await ItemsAsync(_samples);
        var filters = new Dictionary<string, Expression<Func<Item, bool>>>
        {
            ["Length"] = i => i.Text != null && i.Text.Length > 3,
            ["StartsWith"] = i => i.Text != null && i.Text.StartsWith("a", StringComparison.OrdinalIgnoreCase),
            ["ToLower"] = i => i.Text != null && i.Text.ToLower() == "apple",
            ["Trim"] = i => i.Text != null && i.Text.Trim() == "a",
            ["All"] = i => i.Tags != null && i.Tags.All(t => t == "red"),
            ["Add"] = i => i.Number + 1 == 2,
            ["Negate"] = i => -i.Number == 2,
            ["Conditional"] = i => i.Flag ? i.Number > 1 : i.Number < 0,
            ["Vector"] = i => i.Vector.HasValue,
            ["Year"] = i => i.Day.Year == 2026,
        };
        foreach (var (node, filter) in filters)
        {
            if (!Fixture.Has(Difference.TakesAnyFilter))
            {
                var error = await Assert.ThrowsAsync<NotSupportedException>(() => items.GetAsync(filter, 10).ToListAsync().AsTask());
                Assert.True(error.Message.Contains(node, StringComparison.Ordinal), $"{node}: {error.Message}");
                await Assert.ThrowsAsync<NotSupportedException>(() => items.SearchAsync(new float[3], 10, new() { Filter = filter }).ToListAsync().AsTask());
            }
            else
            {
                Assert.Equal(_samples.Where(filter.Compile()).Select(i => i.Id), await items.GetAsync(filter, 1000).Select(i => i.Id).ToListAsync());
            }
        }
    }

    private async Task SameAsync(params Expression<Func<Item, bool>>[] filters)
    {
        var items = await ItemsAsync(_samples);
        foreach (var filter in filters)
        {
            var expected = _samples.Where(filter.Compile()).Select(i => i.Id).ToList();
            var found = await items.GetAsync(filter, int.MaxValue).Select(i => i.Id).ToListAsync();
            Assert.True(expected.SequenceEqual(found.Order()), $"{filter}: expected {expected.Count} records, found {found.Count}");
        }
    }
}
