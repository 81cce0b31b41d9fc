using Reminisce.Memory.Tests.Fakes;

namespace Reminisce.Memory.Tests.Erasing;

/// <summary>Fails the n-th write for every n: after a restart all of an erasure is there or none, and a second call completes it.</summary>
public sealed class EraseCrashTests
{
    [Fact]
    public async Task EraseAsync_FailsAtAnyWrite_IsBeforeOrAfterAndASecondCallCompletes()
    {
        var (whole, ids, _) = await PrepareAsync();
        var first = whole.Index.Writes;
        await EraseAsync(whole, ids);
        var (writes, after) = (whole.Index.Writes - first, whole.Index.Dump());
        Assert.Equal(6, writes);
        for (var n = 0; n < writes; n++)
        {
            var (test, doomed, before) = await PrepareAsync();
            test.Index.WritesLeft = n;
            await Assert.ThrowsAsync<IOException>(() => EraseAsync(test, doomed));
            test.Index.WritesLeft = int.MaxValue;
            var restarted = new TestMemory(test.Index, test.Clock);
            await restarted.Memory.GetStatisticsAsync();
            Assert.Equal(n == 0 ? before : after, test.Index.Dump());
            Assert.Equal(0, test.Index.Scrubs);

            var receipt = await EraseAsync(restarted, doomed);
            Assert.Equal((n == 0 ? doomed.Length : 0, 1), (receipt.Memories, test.Index.Scrubs));
            Assert.Equal(after, test.Index.Dump());
            Assert.DoesNotContain(await test.Index.GetEntriesAsync(e => e.Index >= -1, default), e => doomed.Any(id => e.Changes.Contains(id.ToString(), StringComparison.Ordinal)));
        }
    }

    [Fact]
    public async Task EraseAsync_FailsAndTheProcessGoesOn_IsCarriedThroughByTheNextCall()
    {
        var (test, doomed, _) = await PrepareAsync();
        test.Index.WritesLeft = 1;
        await Assert.ThrowsAsync<IOException>(() => EraseAsync(test, doomed));
        test.Index.WritesLeft = int.MaxValue;
        Assert.Empty(await test.Memory.GetAsync(doomed));
        Assert.Equal(0, (await EraseAsync(test, doomed)).Memories);
        Assert.Equal(1, test.Index.Scrubs);
    }

    private static async Task<(TestMemory Test, Guid[] Ids, IReadOnlyDictionary<Guid, string> Before)> PrepareAsync()
    {
        var test = new TestMemory();
        var (_, members, _) = await EraseTests.SweptAsync(test);
        var other = await test.AddAsync("something else entirely", "2026-11-01T10:00");
        return (test, [members[0], other], test.Index.Dump());
    }

    private static async Task<EraseReceipt> EraseAsync(TestMemory test, Guid[] ids) =>
        await test.Memory.EraseAsync((await test.Memory.PreviewEraseAsync(new EraseRequest { Ids = ids })).Token);
}
