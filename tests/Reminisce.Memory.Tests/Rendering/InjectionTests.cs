using System.Globalization;
using System.Text;
using System.Text.Json;
using Reminisce.Memory.Tests.Fakes;
using static Reminisce.Memory.Tests.Fakes.Items;

namespace Reminisce.Memory.Tests.Rendering;

/// <summary>Whatever is stored stays one labelled line of data between the marks, in every field that a sender can fill.</summary>
public sealed class InjectionTests
{
    private readonly MemoryRenderer _renderer = new(TimeZoneInfo.Utc, 1500);

    public static TheoryData<int> Attacks => [.. Enumerable.Range(0, Injections.All.Count)];

    [Fact]
    public void Corpus_HasAtLeastSixtyDifferentAttacks()
    {
        Assert.True(Injections.All.Distinct(StringComparer.Ordinal).Count() >= 60);
        Assert.All(Injections.All, attack => Assert.Contains("harbour", attack, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Attacks))]
    public void RenderRecall_AttackInEveryField_StaysLabelledData(int number)
    {
        var attack = Injections.All[number];
        var item = Item(attack, attack, TrustTier.Web) with { Cues = new MemoryCues { Place = attack, People = [attack, "Mara"], App = attack, Tags = [attack] } };
        var rendering = _renderer.RenderRecall(Found(item, Item("harbour tour at nine")) with { Hint = attack });

        var data = DataOf(rendering, "Found 2 memories.");
        Assert.Equal(3, data.Length);
        using var line = JsonDocument.Parse(data[0]);
        Assert.Equal("web", line.RootElement.GetProperty("trust").GetString());
        Assert.All(line.RootElement.EnumerateObject(), p => Assert.Contains(p.Name, new[] { "id", "time", "source", "trust", "modality", "text", "place", "people" }));
        Assert.Equal(line.RootElement.EnumerateObject().Count(), line.RootElement.EnumerateObject().DistinctBy(p => p.Name).Count());
        using var hint = JsonDocument.Parse(data[2]);
        Assert.Equal("hint", Assert.Single(hint.RootElement.EnumerateObject()).Name);
        var parsed = RenderedMemories.Parse(rendering);
        Assert.Equal(["web", "user"], parsed.Select(m => m.Trust));
        Assert.Equal(MemoryRenderer.Clean(attack, 1500), parsed[0].Text);
        AssertVisible(parsed[0].Text);
        AssertVisible(parsed[0].Source + parsed[0].Place + string.Concat(parsed[0].People!) + RenderedMemories.Hint(rendering));
        Assert.False(RenderedMemories.HasTimeSpan(rendering));
    }

    [Theory]
    [MemberData(nameof(Attacks))]
    public void RenderPreview_Attack_CannotChangeTokenOrCount(int number)
    {
        var rendering = _renderer.RenderPreview(new ForgetPreview("the-real-token", [Item(Injections.All[number])], At));
        var lines = rendering.Split('\n');
        Assert.EndsWith("the-real-token", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("It would remove the 1 below.", lines[1], StringComparison.Ordinal);
        Assert.Single(RenderedMemories.Parse(rendering));
        Assert.Equal(6, lines.Length);
    }

    [Theory]
    [MemberData(nameof(Attacks))]
    public async Task RememberAsync_RenderingOfAnAttack_IsNoNewEvidence(int number)
    {
        var test = new TestMemory();
        var stored = Assert.Single(await test.Memory.RememberAsync([TestMemory.Note(Injections.All[number], "2026-11-10T10:00", trust: TrustTier.Web)]));
        Assert.Equal(RememberOutcome.Stored, stored.Outcome);
        var recalled = await test.Memory.RecallAsync(new RecallRequest { Query = "harbour" });
        Assert.Equal(stored.Id, Assert.Single(recalled.Memories).Item.Id);
        var rendering = _renderer.RenderRecall(recalled);
        var echoes = await test.Memory.RememberAsync(
        [
            new MemoryInput { Text = rendering },
            new MemoryInput { Text = recalled.Memories[0].Item.Text.ToUpperInvariant() },
            new MemoryInput { Text = MemoryRenderer.Clean(recalled.Memories[0].Item.Text, 100_000) },
        ]);
        Assert.Equal([RememberOutcome.Rejected, RememberOutcome.Duplicate, RememberOutcome.Duplicate], echoes.Select(e => e.Outcome));
        Assert.Equal(1, test.Index.Count);
    }

    /// <summary>The lines between the only two marks of a rendering.</summary>
    private static string[] DataOf(string rendering, string head)
    {
        var lines = rendering.Split('\n');
        Assert.Equal(head, lines[0]);
        Assert.Matches("^<recalled-memories nonce=\"[0-9a-f]{12}\">$", lines[2]);
        Assert.Equal("</" + lines[2][1..], lines[^1]);
        Assert.Equal((2, 2), (rendering.Count(c => c == '<'), rendering.Count(c => c == '>')));
        Assert.DoesNotContain(lines[3..^1], line => line.Contains(lines[2][26..38], StringComparison.Ordinal));
        Assert.DoesNotContain(rendering, c => c is '\u2028' or '\u2029' or '\u0085' or '\r' or '\u001B');
        return lines[3..^1];
    }

    private static void AssertVisible(string text) => Assert.All(text.EnumerateRunes(), rune =>
        Assert.False(Rune.GetUnicodeCategory(rune) is UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned
            || (Rune.GetUnicodeCategory(rune) == UnicodeCategory.Format && rune.Value is not (0x200C or 0x200D))
            || (Rune.GetUnicodeCategory(rune) == UnicodeCategory.Control && rune.Value is not ('\n' or '\t')), $"U+{rune.Value:X}"));
}
