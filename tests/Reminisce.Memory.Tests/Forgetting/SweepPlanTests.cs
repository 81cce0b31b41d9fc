using Microsoft.Extensions.AI;
using Reminisce.Memory.Forgetting;
using Reminisce.Memory.Storage;
using Reminisce.Memory.Tests.Fakes;

namespace Reminisce.Memory.Tests.Forgetting;

public sealed class SweepPlanTests
{
    private static readonly DateTimeOffset s_start = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Make_NearDuplicates_OneStandsForTheOthers()
    {
        SweepCandidate[] items = [Item("buy milk and eggs"), Item("buy milk and eggs"), Item("call mum")];
        var step = Assert.Single(Make(items, new SweepOptions()));
        Assert.Equal(SweepAction.Compact, step.Action);
        Assert.Equal(items.Take(2).Select(i => i.Id).Order(), step.Items.Order());
        Assert.Contains(step.GistId!.Value, step.Items);
        Assert.StartsWith("2 near-duplicates between 2026-11-01 00:00", step.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Make_ProtectedDuplicates_StayAndStandForTheOthers()
    {
        SweepCandidate[] items = [Item("buy milk", isProtected: true), Item("buy milk", isProtected: true), Item("buy milk")];
        var step = Assert.Single(Make(items, new SweepOptions()));
        Assert.Equal(2, step.Items.Count);
        Assert.Contains(items[2].Id, step.Items);
        Assert.NotEqual(items[2].Id, step.GistId);
        Assert.Empty(Make(items[..2], new SweepOptions()));
    }

    [Fact]
    public void Make_Weak_FadesButNotTheProtected()
    {
        SweepCandidate[] items = [Item("a", strength: 0.01), Item("b", strength: 0.01, isProtected: true), Item("c", strength: 0.06)];
        var step = Assert.Single(Make(items, new SweepOptions()));
        Assert.Equal((SweepAction.Fade, items[0].Id), (step.Action, Assert.Single(step.Items)));
    }

    [Fact]
    public void Make_MaximumItems_TheWeakestFadeUntilItIsMet()
    {
        var items = Enumerable.Range(1, 10).Select(i => Item($"note{i}", strength: i / 10.0)).ToArray();
        var steps = Make(items, new SweepOptions { MaximumItems = 7 });
        Assert.Equal(items.Take(3).Select(i => i.Id), steps.SelectMany(s => s.Items));
    }

    [Fact]
    public void Make_MaximumBytes_CountsTheWordsThatAGistMayTakeOver()
    {
        SweepCandidate[] items = [.. new[] { Item("buy milk"), Item("buy milk"), Item("call mum") }.Select(i => i with { Bytes = new MemoryBytes(10, 10, 100, 1000) })];

        // Of 3,360 bytes compaction frees 1,100 for certain, and ten more where the gist need not take the words over.
        Assert.Single(Make(items, new SweepOptions { MaximumBytes = 2260 }));
        Assert.Equal([SweepAction.Compact, SweepAction.Trim], Make(items, new SweepOptions { MaximumBytes = 2255 }).Select(s => s.Action));
    }

    [Fact]
    public void Make_Gist_NeverFades()
    {
        var gist = Item("gist", strength: 0.001) with { Members = [Guid.NewGuid(), Guid.NewGuid()] };
        Assert.Empty(Make([gist], new SweepOptions { MaximumItems = 0 }));
    }

    [Fact]
    public void Make_OriginalAmongOthersAndALongerCopy_TheOriginalStandsForBoth()
    {
        var original = Item("we went to the lake by train on a warm day") with { Source = "talk" };
        var answer = Item("and what did you do there") with { Source = "talk", OccurredAt = s_start.AddMinutes(1) };
        var copy = Item("note: " + original.Text) with { Source = "notes", OccurredAt = s_start.AddHours(3) };
        var copyOfTheCopy = copy with { Id = Guid.NewGuid(), OccurredAt = s_start.AddHours(3).AddMinutes(1) };

        var step = Assert.Single(Make([original, answer, copy, copyOfTheCopy], new SweepOptions()));

        Assert.Equal((original.Id, 3), (step.GistId, step.Items.Count));
        Assert.Equal(copy.Id, Assert.Single(Make([original, copy], new SweepOptions())).GistId);
    }

    private static IReadOnlyList<SweepStep> Make(IReadOnlyList<SweepCandidate> items, SweepOptions options) =>
        SweepPlan.Make(items, options, static _ => WordVectors.Calibration);

    private static SweepCandidate Item(string text, double strength = 0.5, bool isProtected = false) => new(
        Guid.NewGuid(), "g", s_start, text, text, strength, isProtected, [], "full", WordVectors.Encode(new TextContent(text)));
}
