using Reminisce.Memory.Tests.Fakes;

namespace Reminisce.Memory.Tests.Forgetting;

/// <summary>Fails the n-th write of a forget for every n: after a restart all of it is there, or all of it is gone and the links are right.</summary>
public sealed class ForgetCrashTests
{
    [Fact]
    public async Task ForgetAsync_FailsAtAnyWrite_LeavesTheStateBeforeOrAfter()
    {
        var states = new List<bool>();
        for (var n = 0; ; n++)
        {
            var test = new TestMemory();
            await test.Memory.RememberAsync(SweepTests.Duplicates());
            var gist = (await test.Memory.SweepAsync()).Steps[0].GistId!.Value;
            var before = test.Index.Dump();
            var token = (await test.Memory.PreviewForgetAsync([gist])).Token;
            test.Index.WritesLeft = n;
            var failed = await Record.ExceptionAsync(() => test.Memory.ForgetAsync(token));
            test.Index.WritesLeft = int.MaxValue;
            var restarted = new TestMemory(test.Index, test.Clock);
            var isGone = (await restarted.Memory.GetAsync([gist])).Count == 0;
            if (isGone)
            {
                var left = await restarted.Index.WhereAsync(r => r.OccurredAt >= 0, int.MaxValue, false, default);
                Assert.Equal(3, left.Count);
                Assert.All(left, r => Assert.Equal((0, ""), (r.State, r.GistId)));
                Assert.All(left, r => Assert.DoesNotContain(gist.ToString(), r.Members));
            }
            else
            {
                Assert.Equal(before, test.Index.Dump());
            }

            Assert.Empty(await restarted.Index.GetEntriesAsync(e => e.SweepId == "", default));
            states.Add(isGone);
            if (failed is null)
            {
                break;
            }
        }

        Assert.Equal([false, true, true, true, true], states);
    }
}
