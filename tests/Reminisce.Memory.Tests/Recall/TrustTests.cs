using Reminisce.Memory.Tests.Fakes;

namespace Reminisce.Memory.Tests.Recall;

/// <summary>A less trusted memory never takes the place of a more trusted one.</summary>
public sealed class TrustTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("reminisce-trust-").FullName;
    private readonly TestMemory _test = new();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task RecallAsync_SameContentOfTwoTiers_ShowsTheMoreTrusted()
    {
        var own = await _test.AddAsync(TestMemory.Note("The bank is in Harbour Street", "2026-03-10T10:00"));
        var web = await _test.AddAsync(TestMemory.Note("The bank is in Harbour Street", "2026-11-17T10:00", trust: TrustTier.Web));
        for (var i = 0; i < 5; i++)
        {
            await _test.Memory.ReinforceAsync([web]);
        }

        Assert.Equal(own, Assert.Single((await _test.Memory.RecallAsync(new RecallRequest { Query = "bank in Harbour Street" })).Memories).Item.Id);
    }

    [Fact]
    public async Task RememberAsync_SameContentLessTrusted_IsStoredBesideAndChangesNothing()
    {
        var own = await _test.AddAsync(TestMemory.Note("The bank is in Harbour Street", "2026-11-10T10:00"));
        var before = _test.Index.Dump()[own];
        await _test.AddAsync(TestMemory.Note("The bank is in Harbour Street", "2026-11-10T10:00", trust: TrustTier.Web));
        Assert.Equal(2, _test.Index.Count);
        Assert.Equal(before, _test.Index.Dump()[own]);
    }

    [Fact]
    public async Task ImportAsync_ReplaceByLessTrusted_IsReportedAndKeepsTheOther()
    {
        var id = await _test.AddAsync(TestMemory.Note("The bank is in Harbour Street", "2026-11-10T10:00"));
        var export = await _test.Memory.ExportAsync(Path.Combine(_folder, "a"));
        var lines = await File.ReadAllLinesAsync(export.File);
        lines[1] = lines[1].Replace("Harbour Street", "Swindle Street", StringComparison.Ordinal).Replace("\"trust\":\"User\"", "\"trust\":\"Web\"", StringComparison.OrdinalIgnoreCase);
        Assert.Contains("\"web\"", lines[1], StringComparison.OrdinalIgnoreCase);
        var body = string.Join('\n', lines[..^1]) + "\n";
        var hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(body)));
        await File.WriteAllTextAsync(export.File, body + lines[^1].Replace(export.Sha256, hash, StringComparison.Ordinal) + "\n");
        var report = await _test.Memory.ImportAsync(Path.Combine(_folder, "a"), new ImportOptions { Existing = ExistingMemory.Replace });
        Assert.Equal((0, id), (report.Replaced, Assert.Single(report.Failed).Id));
        Assert.Equal("The bank is in Harbour Street", Assert.Single(await _test.Memory.GetAsync([id])).Text);
    }

    [Fact]
    public async Task SweepAsync_RandomScopesAndTiers_NeverMergesAcrossThem()
    {
        const int Seed = 7;
        var random = new Random(Seed);
        for (var round = 0; round < 20; round++)
        {
            var test = new TestMemory();
            var inputs = Enumerable.Range(0, 60).Select(i => TestMemory.Note(
                "weekly sales report for the board of directors" + (i % 3 == 0 ? "!" : ""),
                $"2026-11-10T10:{i:00}",
                new MemoryScope(Agent: random.Next(2) == 0 ? "" : "a", User: random.Next(2) == 0 ? "" : "u"),
                (TrustTier)random.Next(4))).ToArray();
            var ids = (await test.Memory.RememberAsync(inputs)).Select(r => r.Id!.Value).ToArray();
            var merged = 0;
            foreach (var scope in inputs.Select(i => i.Scope).Distinct())
            {
                var report = await test.Memory.SweepAsync(new SweepOptions { Scope = scope });
                foreach (var step in report.Steps.Where(s => s.Action == SweepAction.Compact))
                {
                    merged++;
                    var of = step.Items.Select(id => inputs[Array.IndexOf(ids, id)]).ToArray();
                    Assert.True(of.All(i => i.Scope == scope && i.Trust == of[0].Trust), $"round {round} of seed {Seed}");
                }
            }

            Assert.True(merged > 4);
        }
    }

    [Fact]
    public async Task RememberAsync_Duplicates_AreInTheDropJournalOnceEachUntilErased()
    {
        var note = TestMemory.Note("The bank is in Harbour Street", "2026-11-10T10:00");
        var id = await _test.AddAsync(note);
        note.Source = "another import";
        for (var i = 0; i < 3; i++)
        {
            _test.Clock.Advance(TimeSpan.FromMinutes(1));
            Assert.Equal(RememberOutcome.Duplicate, Assert.Single(await _test.Memory.RememberAsync([note])).Outcome);
        }

        Assert.Equal(new DroppedDuplicate(id, _test.Clock.GetUtcNow(), "another import", DropReason.SameContent), Assert.Single(await _test.Memory.GetDropsAsync()));
        Assert.Empty(await _test.Memory.GetDropsAsync(new MemoryScope(User: "eve")));
        var report = await _test.Memory.SweepAsync(new SweepOptions { FadeBelow = 1 });
        await _test.Memory.UndoAsync(report.Id!.Value);
        Assert.Single(await _test.Memory.GetDropsAsync());
        var preview = await _test.Memory.PreviewEraseAsync(new EraseRequest { Ids = [id] });
        await _test.Memory.EraseAsync(preview.Token);
        Assert.Equal(0, _test.Index.EntryCount);
    }
}
