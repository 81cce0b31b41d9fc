using Reminisce.Memory.Storage;
using Reminisce.Memory.Tests.Fakes;

namespace Reminisce.Memory.Tests.Records;

/// <summary>Fails the n-th write for every n while an episode is remembered: after a restart all parts are there, or none.</summary>
public sealed class EpisodeCrashTests
{
    [Fact]
    public async Task RememberAsync_FailsAtAnyWrite_LeavesTheEpisodeWholeOrAbsent()
    {
        var whole = new List<bool>();
        for (var n = 0; ; n++)
        {
            var test = new TestMemory();
            var alone = await test.AddAsync(TestMemory.Note("Everybody sang", "2026-11-14T20:02"));
            test.Index.WritesLeft = n;
            var failed = await Record.ExceptionAsync(() => test.Memory.RememberAsync(EpisodeTests.Party()));
            test.Index.WritesLeft = int.MaxValue;
            var restarted = new TestMemory(test.Index, test.Clock);
            var parts = (await restarted.Memory.RecallAsync(new RecallRequest { Query = "on 14 November", Top = 5 })).Memories;
            var isWhole = Assert.Single(parts).Parts.Count == 3;
            Assert.Equal(isWhole ? 3 : 1, test.Index.Count);
            Assert.Equal(isWhole, Assert.Single(await restarted.Memory.GetAsync([alone])).EpisodeId is not null);
            Assert.Empty(await test.Index.GetEntriesAsync(e => e.Status == (int)SweepStatus.Binding, default));
            whole.Add(isWhole);

            // What failed can be remembered again.
            Assert.DoesNotContain(RememberOutcome.Rejected, (await restarted.Memory.RememberAsync(EpisodeTests.Party())).Select(r => r.Outcome));
            Assert.Equal(3, test.Index.Count);
            if (failed is null)
            {
                break;
            }

            Assert.IsType<IOException>(failed);
        }

        Assert.Equal([false, false, false, true, true, true, true], whole);
    }
}
