#pragma warning disable CA1309, CA1847, CA1866 // The filters are written as users write them.
using System.Linq.Expressions;
using Reminisce.VectorData.Tests.Usearch;

namespace Reminisce.VectorData.Tests.Filters;

/// <summary>Every supported form of filter against the same filter compiled and run over the same records.</summary>
public sealed class FilterTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly UsearchVectorStore _store;
    private readonly List<Note> _notes = NoteSamples.Create(200);

    public FilterTests() => _store = new UsearchVectorStore(_folder.Path);

    [Fact]
    public async Task Comparisons_LikeDotNet()
    {
        var limit = 2;
        var from = NoteSamples.Start.AddHours(30);
        int? nothing = null;
        await SameAsync(
            n => n.Number == 2,
            n => n.Number != 2,
            n => n.Number < limit,
            n => n.Number <= limit,
            n => limit > n.Number,
            n => n.Number >= limit,
            n => !(n.Number > limit),
            n => n.Small == 1,
            n => n.Number > 1.5,
            n => n.Weight == 1 / 3.0,
            n => n.Price > 9.99m,
            n => n.Price <= -0.01m,
            n => n.Price == 1.50m || n.Price > 11,
            n => n.When > from,
            n => n.When > NoteSamples.Start.AddDays(1) && n.When <= NoteSamples.Start + TimeSpan.FromHours(60),
            n => n.When == new DateTimeOffset(2026, 3, 2, 0, 0, 0, TimeSpan.Zero),
            n => n.Maybe == nothing,
            n => n.Maybe != nothing,
            n => n.Number == n.Maybe,
            n => n.Number != n.Maybe,
            n => n.Number < n.Maybe);
    }

    [Fact]
    public async Task Nulls_LikeDotNet() => await SameAsync(
        n => n.Maybe == null,
        n => n.Maybe != null,
        n => n.Maybe != 2,
        n => !(n.Maybe == 2),
        n => n.Maybe < 2,
        n => !(n.Maybe < 2),
        n => !(n.Maybe >= 2 && n.Flag),
        n => n.Maybe.HasValue,
        n => !n.Maybe.HasValue || n.Maybe.Value == 1,
        n => n.Text == null,
        n => n.Text != "apple",
        n => !(n.Text == "apple") && !(n.Text != null),
        n => string.IsNullOrEmpty(n.Text),
        n => (n.Maybe < 2) == n.Flag,
        n => (n.Maybe < 2) != n.Flag);

    [Fact]
    public async Task Truth_LikeDotNet() => await SameAsync(
        n => n.Flag,
        n => !n.Flag,
        n => n.Flag == true,
        n => n.Flag == false || n.Number == 0,
        n => n.Flag && n.Number > 1 || !n.Flag && n.Number < 0,
        n => true,
        n => false,
        n => !(n.Flag || n.Number > 2));

    [Fact]
    public async Task Strings_Ordinal() => await SameAsync(
        n => n.Text == "'; DROP TABLE c1; --",
        n => n.Text != null && n.Text.StartsWith("apple", StringComparison.Ordinal),
        n => n.Text != null && n.Text.StartsWith("A"),
        n => n.Text != null && n.Text.EndsWith("se", StringComparison.Ordinal),
        n => n.Text != null && n.Text.Contains("0% \""),
        n => n.Text != null && n.Text.Contains("_"),
        n => n.Text != null && n.Text.Contains("ä"),
        n => n.Text != null && n.Text.Contains(""),
        n => n.Text != null && !n.Text.Contains("a", StringComparison.Ordinal),
        n => n.Text != null && n.Text.Equals("apple"),
        n => string.Equals(n.Text, "apple"));

    [Fact]
    public async Task Membership_LikeDotNet()
    {
        int[] numbers = [1, 2];
        List<string?> texts = ["apple", null];
        HashSet<int> set = [-1, 5];
        double[] weights = [1 / 3.0, 1];
        decimal[] prices = [1.5m, 2.25m, 0m];
        int?[] maybes = [null, 1];
        string[] colours = ["blue", "\"quoted\""];
        await SameAsync(
            n => numbers.Contains(n.Number),
            n => !numbers.Contains(n.Number),
            n => new[] { 0, 3 }.Contains(n.Number),
            n => new List<int> { 0, 3 }.Contains(n.Number),
            n => set.Contains(n.Number),
            n => texts.Contains(n.Text),
            n => !texts.Contains(n.Text),
            n => weights.Contains(n.Weight),
            n => prices.Contains(n.Price),
            n => maybes.Contains(n.Maybe),
            n => !new int?[] { 1, 2 }.Contains(n.Maybe),
            n => Array.Empty<int>().Contains(n.Number),
            n => n.Tags != null && n.Tags.Contains("red"),
            n => n.Tags != null && !n.Tags.Contains("red"),
            n => n.Tags != null && n.Tags.Any(t => colours.Contains(t)),
            n => n.Tags != null && n.Tags.Any(t => t == "red"),
            n => n.Tags != null && n.Tags.Any(),
            n => n.Tags == null);
    }

    [Fact]
    public async Task Unsupported_NamesTheNode()
    {
        var notes = await FillAsync();
        foreach (var filter in new Expression<Func<Note, bool>>[]
        {
            n => n.Text!.Length > 3,
            n => n.Text!.StartsWith("a", StringComparison.OrdinalIgnoreCase),
            n => n.Text!.Trim() == "a",
            n => n.Tags!.All(t => t == "red"),
            n => n.Number + 1 == 2,
            n => n.Tags == new[] { "red" },
        })
        {
            var error = await Assert.ThrowsAsync<NotSupportedException>(async () => await notes.GetAsync(filter, 10).ToListAsync());
            Assert.StartsWith("The filter c", error.Message, StringComparison.Ordinal);
        }
    }

    public void Dispose()
    {
        _store.Dispose();
        _folder.Dispose();
    }

    private async Task<UsearchCollection<int, Note>> FillAsync()
    {
        var notes = _store.GetCollection<int, Note>("notes");
        await notes.EnsureCollectionExistsAsync();
        await notes.UpsertAsync(_notes);
        return notes;
    }

    private async Task SameAsync(params Expression<Func<Note, bool>>[] filters)
    {
        var notes = await FillAsync();
        foreach (var filter in filters)
        {
            var expected = _notes.Where(filter.Compile()).Select(note => note.Id).ToList();
            var found = await notes.GetAsync(filter, int.MaxValue).Select(note => note.Id).ToListAsync();
            Assert.True(expected.SequenceEqual(found), $"{filter}: expected {expected.Count} records, found {found.Count}");
        }
    }
}
