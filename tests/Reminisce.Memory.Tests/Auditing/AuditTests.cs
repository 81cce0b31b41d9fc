using System.Text.Json;
using System.Text.Json.Nodes;
using Reminisce.Memory.Storage;
using Reminisce.Memory.Tests.Fakes;

namespace Reminisce.Memory.Tests.Auditing;

public sealed class AuditTests
{
    private readonly TestMemory _test = new();

    [Fact]
    public async Task AuditAsync_CleanMemory_FindsNothing()
    {
        await _test.AddAsync("Saw the harbour from the tower", "2026-11-15T10:00");
        await _test.AddAsync("Bought bread and olives", "2026-11-16T10:00");
        var report = await _test.Memory.AuditAsync();
        Assert.Equal((2, _test.Clock.GetUtcNow()), (report.Memories, report.AuditedAt));
        Assert.Equal(Enum.GetValues<AuditFindingKind>().Select(kind => new AuditCount(kind, 0, 0)), report.Counts);
        Assert.Empty(report.Findings);
    }

    [Fact]
    public async Task AuditAsync_OneOfEachKind_FindsEachAndChangesNothing()
    {
        var (first, second) = (await _test.AddAsync("Bought bread", "2026-11-10T10:00"), await _test.AddAsync("Bought bread", "2026-11-12T10:00"));
        var near = await _test.AddAsync("Weekly sales report for the board of directors", "2026-11-10T10:00");
        var nearer = await _test.AddAsync("Weekly sales report, for the board of directors!", "2026-11-10T11:00");
        var secret = await _test.AddAsync("The router password: hunter2", "2026-11-10T12:00");
        var old = await _test.AddAsync("An old walk", "2015-01-01T10:00");
        var large = await _test.AddAsync(string.Join(' ', Enumerable.Range(0, 5000).Select(i => $"word{i}")), "2026-11-10T13:00");
        var lost = TestMemory.Picture("harbour", "2026-11-10T14:00");
        lost.MediaReference = Path.Combine(Path.GetTempPath(), "reminisce-no-such-picture.png");
        var picture = await _test.AddAsync(lost);
        var echo = await _test.AddAsync(new MemoryInput { Text = "the ROUTER password: hunter2", Source = "chat", Trust = TrustTier.OwnTool });
        var before = _test.Index.Dump();
        var writes = _test.Index.Writes;

        var report = await _test.Memory.AuditAsync();

        Assert.Equal([first, second], Only(report, AuditFindingKind.ExactDuplicate));
        Assert.Equal([near, nearer], Only(report, AuditFindingKind.NearDuplicate));
        Assert.Equal([secret, echo], Only(report, AuditFindingKind.Loop));
        Assert.Equal(new[] { secret, echo }.Order(), report.Findings.Where(f => f.Kind == AuditFindingKind.Secret).SelectMany(f => f.Ids).Order());
        Assert.Equal([old], Only(report, AuditFindingKind.Stale));
        Assert.Equal([picture], Only(report, AuditFindingKind.Orphan));
        Assert.Equal([large], Only(report, AuditFindingKind.Oversized));
        Assert.DoesNotContain(report.Findings, f => f.Kind == AuditFindingKind.NeverRecalled);
        Assert.Equal(before, _test.Index.Dump());
        Assert.Equal(writes, _test.Index.Writes);
        Assert.DoesNotContain("hunter2", report.ToText() + report.ToJson(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AuditAsync_UnusedForLong_IsReportedUntilUsed()
    {
        var id = await _test.AddAsync("Bought bread", "2026-11-10T10:00");
        _test.Clock.Advance(TimeSpan.FromDays(91));
        Assert.Equal([id], Only(await _test.Memory.AuditAsync(), AuditFindingKind.NeverRecalled));
        await _test.Memory.ReinforceAsync([id]);
        Assert.DoesNotContain((await _test.Memory.AuditAsync()).Findings, f => f.Kind == AuditFindingKind.NeverRecalled);
    }

    [Fact]
    public async Task AuditAsync_BrokenLinks_AreOrphansAndLoops()
    {
        var ids = new List<Guid>();
        for (var i = 0; i < 4; i++)
        {
            ids.Add(await _test.AddAsync($"thing number {i} alone", $"2026-11-{10 + i}T10:00"));
        }

        await ChangeAsync(ids[0], r => (r.State, r.GistId) = ((int)MemoryState.BehindGist, ids[1].ToString()));
        await ChangeAsync(ids[1], r => (r.State, r.GistId) = ((int)MemoryState.BehindGist, ids[0].ToString()));
        await ChangeAsync(ids[2], r => (r.State, r.GistId) = ((int)MemoryState.BehindGist, Guid.NewGuid().ToString()));
        await ChangeAsync(ids[3], r => r.Members = [ids[3].ToString(), Guid.NewGuid().ToString()]);
        var report = await _test.Memory.AuditAsync();
        Assert.Equal(ids[..2].Order(), Only(report, AuditFindingKind.Loop).Order());
        Assert.Equal(ids[2..], report.Findings.Where(f => f.Kind == AuditFindingKind.Orphan).SelectMany(f => f.Ids));
    }

    [Fact]
    public async Task AuditAsync_AfterASweep_FindsNoDuplicateAndNoOrphan()
    {
        await _test.Memory.RememberAsync([.. Forgetting.SweepTests.Duplicates()]);
        Assert.Contains((await _test.Memory.AuditAsync()).Findings, f => f.Kind == AuditFindingKind.NearDuplicate);
        await _test.Memory.SweepAsync();
        Assert.All((await _test.Memory.AuditAsync()).Counts, c => Assert.Equal(0, c.Findings));
    }

    [Fact]
    public async Task AuditAsync_ScopeLimitAndAgent_AreKept()
    {
        for (var i = 0; i < 5; i++)
        {
            await _test.AddAsync(TestMemory.Note($"password: hunter{i}", "2026-11-10T10:00", new MemoryScope(User: i < 3 ? "" : "eve")));
        }

        var report = await _test.Memory.AuditAsync(new AuditOptions { Scope = MemoryScope.Default, MaximumFindings = 2 });
        Assert.Equal((3, 3, 2), (report.Memories, report.Counts.Single(c => c.Kind == AuditFindingKind.Secret).Findings, report.Findings.Count));
        Assert.Contains("and 1 more", report.ToText(), StringComparison.Ordinal);
        var agent = (IMemoryMaintenance)_test.Memory.ForAgent(new AgentPermissions("eve's", [new PermissionGrant(AccessRights.Read) { Scopes = [new ScopePattern(User: "eve")] }]));
        Assert.Equal(2, (await agent.AuditAsync()).Memories);
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => _test.Memory.AuditAsync(new AuditOptions { MaximumFindings = -1 }));
    }

    [Fact]
    public void ToJson_OfAReport_HasKindsAsWords()
    {
        var id = new Guid(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
        var report = new AuditReport(Items.At, 1, [new AuditCount(AuditFindingKind.Secret, 1, 1)], [new AuditFinding(AuditFindingKind.Secret, [id], "A sentence.")]);
        var json = JsonNode.Parse(report.ToJson())!;
        Assert.Equal(("secret", "A sentence.", id.ToString()), ((string)json["findings"]![0]!["kind"]!, (string)json["findings"]![0]!["detail"]!, (string)json["findings"]![0]!["ids"]![0]!));
        Assert.Equal(
            "1 memories, audited 2026-05-19 12:00:00 +00:00\n\nfound             findings  memories\nSecret                   1         1\n\nSecret\n  A sentence.\n    " + id + "\n",
            report.ToText());
    }

    private async Task ChangeAsync(Guid id, Action<MemoryRecord> change)
    {
        var record = Assert.Single(await _test.Index.GetAsync([id], default));
        change(record);
        await _test.Index.UpdateAsync([record], default);
    }

    private static IReadOnlyList<Guid> Only(AuditReport report, AuditFindingKind kind) => Assert.Single(report.Findings, f => f.Kind == kind).Ids;
}
