using Reminisce.Memory.Tests.Fakes;

namespace Reminisce.Memory.Tests.Records;

public sealed class SupersedesTests
{
    private readonly TestMemory _test = new();

    [Fact]
    public async Task RecallAsync_SupersededChain_ShowsTheNewestInstead()
    {
        var first = await _test.AddAsync("The gate code is 4711", "2026-10-01T10:00");
        var second = await _test.AddAsync(Newer("The code at the entrance is 8812 now", first));
        var third = await _test.AddAsync(Newer("Since today one enters with 9000", second));
        var found = Assert.Single((await _test.Memory.RecallAsync(new RecallRequest { Query = "gate code" })).Memories);
        Assert.Equal((third, second), (found.Item.Id, found.Item.Supersedes));
        Assert.Contains("takes the place of an older memory", found.Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RecallAsync_WindowBeforeTheNewer_ShowsTheOlder()
    {
        var first = await _test.AddAsync("The gate code is 4711", "2026-10-01T10:00");
        await _test.AddAsync(Newer("The gate code is 8812", first));
        Assert.Equal(["The gate code is 4711"], await _test.RecallTextsAsync("gate code in October"));
        Assert.Equal(["The gate code is 8812"], await _test.RecallTextsAsync("gate code"));
    }

    [Fact]
    public async Task ForgetAsync_Newer_LetsTheOlderBack()
    {
        var first = await _test.AddAsync("The gate code is 4711", "2026-10-01T10:00");
        var second = await _test.AddAsync(Newer("The gate code is 8812", first));
        await _test.Memory.ForgetAsync((await _test.Memory.PreviewForgetAsync([second])).Token);
        Assert.Equal(["The gate code is 4711"], await _test.RecallTextsAsync("gate code"));
    }

    [Fact]
    public async Task EraseAsync_Older_LeavesNoTraceOfItsId()
    {
        var first = await _test.AddAsync("The gate code is 4711", "2026-10-01T10:00");
        await _test.AddAsync(Newer("The gate code is 8812", first));
        var preview = await _test.Memory.PreviewEraseAsync(new EraseRequest { Ids = [first] });
        Assert.Single(preview.Rewritten);
        await _test.Memory.EraseAsync(preview.Token);
        Assert.DoesNotContain(first.ToString(), Assert.Single(_test.Index.Dump()).Value, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task RememberAsync_LessTrustedForeignOrUnknown_CannotTakeThePlace()
    {
        var first = await _test.AddAsync("The gate code is 4711", "2026-10-01T10:00");
        var web = Newer("The gate code is 0000", first);
        web.Trust = TrustTier.Web;
        var foreign = Newer("The gate code is 1111", first);
        foreign.Scope = new MemoryScope(User: "eve");
        var results = await _test.Memory.RememberAsync([web, foreign, Newer("The gate code is 2222", Guid.NewGuid())]);
        Assert.All(results, r => Assert.Equal(RememberOutcome.Rejected, r.Outcome));
        Assert.Contains("more trusted tier User", results[0].Reason, StringComparison.Ordinal);
        Assert.Contains("does not exist", results[1].Reason, StringComparison.Ordinal);
        Assert.Equal(1, _test.Index.Count);
    }

    private static MemoryInput Newer(string text, Guid older)
    {
        var input = TestMemory.Note(text, "2026-11-12T10:00");
        input.Supersedes = older;
        return input;
    }
}
