using Reminisce.Memory.Tests.Fakes;
using Reminisce.Memory.Tests.Records;

namespace Reminisce.Memory.Tests.Permissions;

/// <summary>Episodes, corrections, thumbnails and hints as an agent meets them that may read notes only, and write those of its own trust.</summary>
public sealed class EpisodePermissionTests
{
    private readonly TestMemory _test = new();

    [Fact]
    public async Task RecallAsync_EpisodeWithPartsThatMayNotBeRead_ShowsTheOthers()
    {
        var results = await _test.Memory.RememberAsync(EpisodeTests.Party());
        var found = Assert.Single((await Agent().RecallAsync(new RecallRequest { Query = "birthday" })).Memories);
        Assert.Equal([results[0].Id!.Value, results[2].Id!.Value], found.Parts.Select(p => p.Id));
        Assert.Null(await Agent().GetThumbnailAsync(results[1].Id!.Value));
        Assert.NotNull(await _test.Memory.GetThumbnailAsync(results[1].Id!.Value));
    }

    [Fact]
    public async Task RememberAsync_Episode_IsBoundForTheAgentToo()
    {
        var parts = EpisodeTests.Party();
        var results = await Agent().RememberAsync([Own(parts[0]), Own(parts[2])]);
        Assert.All(results, r => Assert.Equal(RememberOutcome.Stored, r.Outcome));
        Assert.Equal(2, Assert.Single((await Agent().RecallAsync(new RecallRequest { Query = "birthday" })).Memories).Parts.Count);
    }

    [Fact]
    public async Task RememberAsync_EpisodeWithAPartThatMayNotBeWritten_StoresNothingOfIt()
    {
        var parts = EpisodeTests.Party();
        var results = await Agent().RememberAsync([Own(parts[0]), Own(parts[1])]);
        Assert.All(results, r => Assert.Equal(RememberOutcome.Rejected, r.Outcome));
        Assert.Equal(0, _test.Index.Count);
    }

    [Fact]
    public async Task RememberAsync_EpisodeWithAMemoryThatMayOnlyBeRead_DoesNotBindIt()
    {
        var parts = EpisodeTests.Party();
        var theirs = await _test.AddAsync(TestMemory.Note("Birthday of Anna in the garden", "2026-11-14T20:00", trust: TrustTier.Web));
        var before = _test.Index.Dump()[theirs];
        parts[0].Trust = TrustTier.Web;
        var results = await Agent().RememberAsync([parts[0], Own(parts[2])]);
        Assert.All(results, r => Assert.Contains("may not be changed", r.Reason, StringComparison.Ordinal));
        Assert.Equal(before, Assert.Single(_test.Index.Dump()).Value);
    }

    [Fact]
    public async Task RememberAsync_SupersedesWhatMayNotBeWrittenOrRead_IsRefused()
    {
        var readable = await _test.AddAsync(TestMemory.Note("The gate code is 4711", "2026-11-01T10:00", trust: TrustTier.Web));
        var hidden = await _test.AddAsync(TestMemory.Picture("gate", "2026-11-01T10:00"));
        foreach (var id in (Guid[])[readable, hidden])
        {
            var input = Own(TestMemory.Note($"The gate code is {id:N}", "2026-11-12T10:00"));
            input.Supersedes = id;
            Assert.Contains("does not exist in its scope", Assert.Single(await Agent().RememberAsync([input])).Reason, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task GetAsync_TookThePlaceOfWhatMayNotBeRead_DoesNotNameIt()
    {
        var hidden = await _test.AddAsync(TestMemory.Picture("gate", "2026-11-01T10:00"));
        var input = TestMemory.Note("The gate is green", "2026-11-12T10:00");
        input.Supersedes = hidden;
        var id = await _test.AddAsync(input);
        Assert.Null(Assert.Single(await Agent().GetAsync([id])).Supersedes);

        // A use by the agent leaves the link as it is.
        await Agent().ReinforceAsync([id]);
        Assert.Equal(hidden, Assert.Single(await _test.Memory.GetAsync([id])).Supersedes);
    }

    private IMemory Agent() => _test.Memory.ForAgent(new AgentPermissions("notes only",
    [
        new PermissionGrant(AccessRights.Read) { Modalities = [Modality.Text] },
        new PermissionGrant(AccessRights.Write) { Modalities = [Modality.Text], LeastTrusted = TrustTier.OwnTool },
    ]));

    private static MemoryInput Own(MemoryInput input)
    {
        input.Trust = TrustTier.OwnTool;
        return input;
    }
}
