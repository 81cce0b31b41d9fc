using Reminisce.Memory.Tests.Fakes;

namespace Reminisce.Memory.Tests.Permissions;

/// <summary>An agent that may read and write notes of November and forget none, and every way it could try to do more.</summary>
public sealed class PermissionTests : IDisposable
{
    private static readonly MemoryScope s_other = new(User: "eve");
    private readonly string _folder = Directory.CreateTempSubdirectory("reminisce-permissions-").FullName;
    private readonly TestMemory _test = new();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task RecallAsync_WhatMayNotBeRead_IsNotFoundByWordsTimePictureOrHint()
    {
        var (agent, own) = await SceneAsync();
        Assert.Equal([own], Ids(await agent.RecallAsync(new RecallRequest { Query = "harbour" })));
        Assert.Equal([own], Ids(await agent.RecallAsync(new RecallRequest { Query = "what did I see last month or this month", Top = 100 })));
        var secret = await agent.RecallAsync(new RecallRequest { Query = "vault" });
        Assert.True(secret.IsEmpty);
        Assert.DoesNotContain("exist", secret.Hint, StringComparison.Ordinal);
        Assert.Empty((await agent.RecallAsync(new RecallRequest { Query = "harbour vault", Scope = s_other })).Memories);
        Assert.Empty((await agent.RecallAsync(new RecallRequest { Media = "harbour vault"u8.ToArray(), MediaType = "image/png", Modality = Modality.Picture })).Memories);
    }

    [Fact]
    public async Task EveryRead_WhatMayNotBeRead_DoesNotExist()
    {
        var (agent, own) = await SceneAsync();
        Guid[] all = [.. _test.Index.Dump().Keys];
        var always = new TimeWindow(DateTimeOffset.MinValue, DateTimeOffset.MaxValue);
        Assert.Equal([own], (await agent.TimelineAsync(always)).Select(i => i.Id));
        Assert.Empty(await agent.TimelineAsync(always, s_other));
        Assert.Equal([own], (await agent.GetAsync(all)).Select(i => i.Id));
        Assert.Empty(await agent.GetAsync(all, s_other));
        var statistics = await agent.GetStatisticsAsync();
        Assert.Equal((1L, 0L), (statistics.Items, statistics.Cold));
        var owners = await _test.Memory.GetStatisticsAsync();
        Assert.True(statistics.TotalBytes < owners.TotalBytes, $"{statistics.TotalBytes} of {owners.TotalBytes} bytes");
        var export = await ((IMemoryMaintenance)agent).ExportAsync(Path.Combine(_folder, "export"));
        Assert.Equal(1, export.Memories);
        Assert.DoesNotContain("vault", await File.ReadAllTextAsync(export.File), StringComparison.Ordinal);
    }

    [Fact]
    public async Task RememberAsync_OutsideOfTheGrant_IsRejectedOneByOne()
    {
        var (agent, _) = await SceneAsync();
        var count = _test.Index.Count;
        var results = await agent.RememberAsync(
        [
            Note("allowed"),
            Note("other scope", scope: s_other),
            Note("other source", source: "mail"),
            Note("too early", at: "2026-10-31T10:00"),
            Note("as the person", trust: TrustTier.User),
            new MemoryInput { Media = "picture"u8.ToArray(), MediaType = "image/png", OccurredAt = TestMemory.At("2026-11-10T10:00"), Source = "notes", Trust = TrustTier.OwnTool },
        ]);
        Assert.Equal(RememberOutcome.Stored, results[0].Outcome);
        Assert.All(results.Skip(1), r => Assert.Equal(RememberOutcome.Rejected, r.Outcome));
        Assert.All(results.Skip(1), r => Assert.Contains("no grant to write", r.Reason, StringComparison.Ordinal));
        Assert.Equal(count + 1, _test.Index.Count);
    }

    [Fact]
    public async Task ForgetSuppressSweepErase_WithoutTheRight_ChangeNothing()
    {
        var (agent, own) = await SceneAsync();
        var before = _test.Index.Dump();
        var maintenance = (IMemoryMaintenance)agent;
        await Assert.ThrowsAsync<MemoryAccessException>(() => agent.PreviewForgetAsync([own]));
        await Assert.ThrowsAsync<MemoryAccessException>(() => agent.SuppressAsync(own));
        await Assert.ThrowsAsync<MemoryAccessException>(() => maintenance.PreviewEraseAsync(new EraseRequest { WholeScope = true }));
        Assert.Empty((await agent.SweepAsync(new SweepOptions { FadeBelow = 1, MaximumItems = 0 })).Steps);
        Guid[] all = [.. before.Keys.Where(k => k != own)];
        Assert.Empty((await agent.PreviewForgetAsync(all)).Items);
        Assert.Empty((await maintenance.PreviewEraseAsync(new EraseRequest { Scope = s_other, WholeScope = true })).Items);
        Assert.All(all, id => Assert.False(agent.SuppressAsync(id).Result));
        Assert.Equal(before, _test.Index.Dump());
    }

    [Fact]
    public async Task OwnersTokens_AreNoUseToAnAgent()
    {
        var (agent, own) = await SceneAsync();
        var forget = await _test.Memory.PreviewForgetAsync([own]);
        var erase = await _test.Memory.PreviewEraseAsync(new EraseRequest { WholeScope = true });
        await Assert.ThrowsAsync<ForgetTokenException>(() => agent.ForgetAsync(forget.Token));
        await Assert.ThrowsAsync<ForgetTokenException>(() => ((IMemoryMaintenance)agent).EraseAsync(erase.Token));
        Assert.Equal(5, _test.Index.Count);
    }

    [Fact]
    public async Task UndoAsync_OfASweepOverMore_IsRefused()
    {
        var (agent, _) = await SceneAsync();
        var report = await _test.Memory.SweepAsync(new SweepOptions { FadeBelow = 1 });
        var before = _test.Index.Dump();
        await Assert.ThrowsAsync<MemoryAccessException>(() => agent.UndoAsync(report.Id!.Value));
        Assert.Equal(before, _test.Index.Dump());
    }

    [Fact]
    public async Task Pin_NeedsToWrite_ReinforceOnlyToRead()
    {
        var (_, own) = await SceneAsync();
        var reader = Agent(new PermissionGrant(AccessRights.Read));
        await reader.ReinforceAsync([own]);
        await Assert.ThrowsAsync<MemoryAccessException>(() => reader.PinAsync(own));
        var item = Assert.Single(await _test.Memory.GetAsync([own]));
        Assert.False(item.Pinned);
        Assert.Contains("\"UseCount\":1", _test.Index.Dump()[own], StringComparison.Ordinal);
        Assert.True(await Agent(new PermissionGrant(AccessRights.Read | AccessRights.Write)).PinAsync(own));
    }

    [Fact]
    public async Task ImportAsync_OneMemoryOutsideOfTheGrant_NothingIsStored()
    {
        await SceneAsync();
        await _test.Memory.ExportAsync(Path.Combine(_folder, "all"));
        var empty = new TestMemory();
        var agent = (IMemoryMaintenance)empty.Memory.ForAgent(Notes(AccessRights.All));
        await Assert.ThrowsAsync<MemoryAccessException>(() => agent.ImportAsync(Path.Combine(_folder, "all")));
        Assert.Equal(0, empty.Index.Count);
    }

    [Fact]
    public async Task WriteWithoutRead_CannotReplaceWhatItCannotSee()
    {
        var writer = Agent(new PermissionGrant(AccessRights.Write));
        var input = Note("the same thing");
        var id = Assert.Single(await writer.RememberAsync([input])).Id!.Value;
        await _test.Memory.PinAsync(id);
        var again = Assert.Single(await writer.RememberAsync([input]));
        Assert.Equal((RememberOutcome.Rejected, null), (again.Outcome, again.Id));
        Assert.True(Assert.Single(await _test.Memory.GetAsync([id])).Pinned);
    }

    [Fact]
    public async Task GistOfMixedSources_ShowsAndFindsOnlyWhatMayBeRead()
    {
        var first = await _test.AddAsync("weekly sales report for the board of directors", "2026-11-10T10:00");
        var mail = TestMemory.Note("Weekly sales report, for the board of directors", "2026-11-10T10:05");
        (mail.Source, mail.Cues) = ("mail", new MemoryCues { Place = "Undisclosedville" });
        var second = await _test.AddAsync(mail);
        Assert.Equal(SweepAction.Compact, Assert.Single((await _test.Memory.SweepAsync()).Steps).Action);
        var gist = Assert.Single((await _test.Memory.RecallAsync(new RecallRequest { Query = "Undisclosedville" })).Memories).Item;
        Assert.Equal(2, gist.Members.Count);
        var source = gist.Id == first ? "notes" : "mail";
        var agent = Agent(new PermissionGrant(AccessRights.Read) { Sources = [source] });
        var seen = Assert.Single((await agent.RecallAsync(new RecallRequest { Query = "sales" })).Memories).Item;
        Assert.Equal((gist.Id, 1, 0), (seen.Id, seen.Count, seen.Members.Count));
        Assert.Equal(source == "mail", (await agent.RecallAsync(new RecallRequest { Query = "Undisclosedville" })).Memories.Count > 0);

        // Nor does the time of what it may not see lead to the gist.
        var hidden = Assert.Single(await _test.Memory.GetAsync([gist.Id == first ? second : first])).OccurredAt;
        var window = new TimeWindow(hidden, hidden.AddSeconds(1));
        Assert.Equal(gist.Id, Assert.Single(await _test.Memory.TimelineAsync(window)).Id);
        Assert.Empty(await agent.TimelineAsync(window));
        Assert.Empty((await agent.RecallAsync(new RecallRequest { Query = "sales", Window = window })).Memories);

        // What it may not see of the gist is not lost when it uses it.
        await agent.ReinforceAsync([gist.Id]);
        Assert.Equal(2, Assert.Single(await _test.Memory.GetAsync([gist.Id])).Members.Count);
        Assert.Equal(gist.Id, Assert.Single(await _test.Memory.TimelineAsync(window)).Id);
        Assert.Equal(new[] { first, second }.Order(), Assert.Single(await _test.Memory.GetAsync([gist.Id])).Members.Order());
    }

    [Fact]
    public async Task SweepAsync_OfAnAgent_TouchesOnlyWhatItMayForget()
    {
        await _test.AddAsync("old note", "2015-01-01T10:00");
        var mail = TestMemory.Note("old mail", "2015-01-01T10:00");
        mail.Source = "mail";
        await _test.AddAsync(mail);
        var agent = Agent(new PermissionGrant(AccessRights.Read), new PermissionGrant(AccessRights.Forget) { Sources = ["mail"] });
        var report = await agent.SweepAsync();
        Assert.Equal((1, 0, SweepAction.Fade), (report.ItemsBefore, report.ItemsAfter, Assert.Single(report.Steps).Action));
        Assert.Equal("old note", Assert.Single(await _test.Memory.TimelineAsync(new TimeWindow(DateTimeOffset.MinValue, DateTimeOffset.MaxValue))).Text);
        Assert.Equal(1, await agent.UndoAsync(report.Id!.Value));
    }

    [Fact]
    public async Task ForAgent_OfAnAgent_OnlyNarrows()
    {
        var (agent, own) = await SceneAsync();
        var wide = ((IMemoryMaintenance)agent).ForAgent(new AgentPermissions("sub", [new PermissionGrant(AccessRights.All) { MostTrusted = TrustTier.User }]));
        Assert.Equal([own], Ids(await wide.RecallAsync(new RecallRequest { Query = "harbour" })));
        await Assert.ThrowsAsync<MemoryAccessException>(() => wide.PreviewForgetAsync([own]));
        await Assert.ThrowsAsync<MemoryAccessException>(() => ((IMemoryMaintenance)wide).PreviewEraseAsync(new EraseRequest { Ids = [own] }));
        Assert.Equal(RememberOutcome.Rejected, Assert.Single(await wide.RememberAsync([Note("as the person", trust: TrustTier.User)])).Outcome);
    }

    [Fact]
    public async Task Echo_OfWhatAnotherAgentRecalled_IsRefusedWithoutItsId()
    {
        var mail = TestMemory.Note("The boiler code is 7731", "2026-11-10T10:00");
        mail.Source = "mail";
        await _test.AddAsync(mail);
        await _test.RecallTextsAsync("boiler");
        var result = Assert.Single(await Agent(Notes(AccessRights.All).Grants[0]).RememberAsync([Note("the boiler code is 7731", at: "2026-11-18T15:30")]));
        Assert.Equal((RememberOutcome.Rejected, null), (result.Outcome, result.Id));
        Assert.Equal(DropReason.RecalledBefore, Assert.Single(await _test.Memory.GetDropsAsync()).Reason);
    }

    [Fact]
    public async Task NoGrants_NothingIsPossible_AndListsChangedLaterGrantNothing()
    {
        var (_, own) = await SceneAsync();
        var nobody = Agent();
        Assert.Empty(await nobody.GetAsync([own]));
        Assert.Empty((await nobody.RecallAsync(new RecallRequest { Query = "harbour" })).Memories);
        Assert.Equal(0, (await nobody.GetStatisticsAsync()).Items);
        var sources = new List<string>();
        var later = Agent(new PermissionGrant(AccessRights.All) { Sources = sources });
        sources.Add("notes");
        Assert.Empty(await later.GetAsync([own]));
        Assert.Throws<ArgumentException>(() => _test.Memory.ForAgent(new AgentPermissions(" ", [])));
        Assert.Throws<ArgumentException>(() => Agent(new PermissionGrant((AccessRights)64)));
    }

    [Fact]
    public async Task DisposeAsync_OfAnAgent_LeavesTheOwnersOpen()
    {
        var (agent, own) = await SceneAsync();
        await agent.DisposeAsync();
        Assert.Single(await _test.Memory.GetAsync([own]));
        await _test.AddAsync("still writing", "2026-11-11T10:00");
    }

    /// <summary>Five memories of which the agent may read one.</summary>
    private async Task<(IMemory Agent, Guid Own)> SceneAsync()
    {
        var own = await _test.AddAsync(Note("harbour tour", trust: TrustTier.User));
        await _test.AddAsync(Note("harbour vault of eve", scope: s_other, trust: TrustTier.User));
        await _test.AddAsync(Note("harbour vault by mail", source: "mail", trust: TrustTier.User));
        await _test.AddAsync(Note("harbour vault of October", at: "2026-10-10T10:00", trust: TrustTier.User));
        await _test.AddAsync(new MemoryInput { Media = "harbour vault"u8.ToArray(), MediaType = "image/png", OccurredAt = TestMemory.At("2026-11-10T10:00"), Source = "notes" });
        return (_test.Memory.ForAgent(Notes(AccessRights.Read | AccessRights.Write)), own);
    }

    private static AgentPermissions Notes(AccessRights rights) => new("helper", [new PermissionGrant(rights)
    {
        Scopes = [ScopePattern.Exactly(MemoryScope.Default)],
        Sources = ["notes"],
        Modalities = [Modality.Text],
        Window = new TimeWindow(TestMemory.At("2026-11-01T00:00"), TestMemory.At("2026-12-01T00:00")),
    }]);

    private IMemory Agent(params PermissionGrant[] grants) => _test.Memory.ForAgent(new AgentPermissions("helper", grants));

    private static MemoryInput Note(string text, string at = "2026-11-10T10:00", string source = "notes", MemoryScope? scope = null, TrustTier trust = TrustTier.OwnTool)
    {
        var note = TestMemory.Note(text, at, scope, trust);
        note.Source = source;
        return note;
    }

    private static IEnumerable<Guid> Ids(RecallResult result) => result.Memories.Select(m => m.Item.Id);
}
