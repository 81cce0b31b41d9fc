using Reminisce.Memory.Tests.Fakes;

namespace Reminisce.Memory.Tests.Forgetting;

/// <summary>Fails the n-th write for every n: after a restart every step is whole or undone, and nothing is lost.</summary>
public sealed class SweepCrashTests
{
    [Fact]
    public async Task SweepAsync_FailsAtAnyWrite_LeavesWholeStepsThatCanBeUndone()
    {
        var writes = await CountAsync();
        Assert.True(writes >= 6, $"{writes}");
        for (var n = 0; n < writes; n++)
        {
            var (test, before) = await PrepareAsync();
            test.Index.WritesLeft = n;
            await Assert.ThrowsAsync<IOException>(() => test.Memory.SweepAsync());
            var restarted = Restart(test);
            var stats = await restarted.Memory.GetStatisticsAsync();
            Assert.Equal(6, stats.Items + stats.Cold);
            await AssertGistsAreWholeAsync(restarted);
            if (test.Index.EntryCount == 0)
            {
                Assert.Equal(before, test.Index.Dump());
            }

            // The rest of the sweep can be made again, and everything taken back.
            await restarted.Memory.SweepAsync();
            foreach (var sweep in (await restarted.Index.GetEntriesAsync(e => e.Index >= 0, default)).OrderByDescending(e => e.At).Select(e => Guid.Parse(e.SweepId)).Distinct())
            {
                await restarted.Memory.UndoAsync(sweep);
            }

            Assert.Equal(before, restarted.Index.Dump());
        }
    }

    [Fact]
    public async Task UndoAsync_FailsAtAnyWrite_IsFinishedAfterARestart()
    {
        for (var n = 0; n < 3; n++)
        {
            var (test, before) = await PrepareAsync();
            var report = await test.Memory.SweepAsync();
            var after = test.Index.Dump();
            test.Index.WritesLeft = n;
            await Assert.ThrowsAsync<IOException>(() => test.Memory.UndoAsync(report.Id!.Value));
            var restarted = Restart(test);
            await restarted.Memory.GetStatisticsAsync();
            Assert.Equal(n == 0 ? after : before, test.Index.Dump());
            Assert.Equal(n == 0, test.Index.EntryCount > 0);
        }
    }

    private static async Task<int> CountAsync()
    {
        var (test, _) = await PrepareAsync();
        var before = test.Index.Writes;
        await test.Memory.SweepAsync();
        return test.Index.Writes - before;
    }

    private static async Task<(TestMemory Test, IReadOnlyDictionary<Guid, string> Before)> PrepareAsync()
    {
        var test = new TestMemory();
        await test.Memory.RememberAsync(SweepTests.Duplicates());
        await test.AddAsync("weak", "2015-01-01T10:00");
        await test.AddAsync("weak too", "2015-01-02T10:00");
        await test.Memory.GetStatisticsAsync();
        return (test, test.Index.Dump());
    }

    private static TestMemory Restart(TestMemory test)
    {
        test.Index.WritesLeft = int.MaxValue;
        test.Clock.Advance(TimeSpan.FromMinutes(1));
        return new TestMemory(test.Index, test.Clock);
    }

    private static async Task AssertGistsAreWholeAsync(TestMemory test)
    {
        var all = await test.Index.WhereAsync(r => r.OccurredAt >= 0, int.MaxValue, false, default);
        foreach (var record in all)
        {
            var gist = all.SingleOrDefault(r => r.Key.ToString() == record.GistId);
            Assert.Equal(record.GistId.Length > 0, gist is not null);
            Assert.True(gist is null || gist.Members.Contains(record.Key.ToString()));
            Assert.All(record.Members, m => Assert.Contains(all, r => r.Key.ToString() == m));
        }
    }
}
