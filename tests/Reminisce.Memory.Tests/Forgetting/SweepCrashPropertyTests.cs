using CsCheck;
using Reminisce.Memory.Tests.Fakes;

namespace Reminisce.Memory.Tests.Forgetting;

/// <summary>Random memories, random options, a failure at any write: the state after a restart is one between two whole steps.</summary>
public sealed class SweepCrashPropertyTests
{
    private static readonly string[] s_texts = ["buy milk and bread", "buy bread and milk", "buy milk, bread and", "call mum", "call mum now", "ran 5 km"];

    [Fact]
    public async Task SweepAsync_AnyFailureInAnyMemory_LeavesAStateBetweenTwoSteps() =>
        await Gen.Select(Gen.Int[0, s_texts.Length - 1], Gen.Int[0, 4000], Gen.Int[0, 5]).Array[1, 12].Select(Gen.Int[0, 20], Gen.Bool, Gen.Bool)
            .SampleAsync(async (memories, failAt, drops, trims) =>
            {
                var options = new SweepOptions { DropAfter = drops ? TimeSpan.FromDays(500) : null, MaximumBytes = trims ? 0 : null, DuplicateSimilarity = 0.8 };
                var states = await StatesOfAWholeSweepAsync(memories, options);
                var test = await PrepareAsync(memories);
                test.Index.WritesLeft = failAt;
                var failure = await Record.ExceptionAsync(() => test.Memory.SweepAsync(options));
                Assert.True(failure is null or IOException, $"{failure}");
                test.Index.WritesLeft = int.MaxValue;
                var restarted = new TestMemory(test.Index, test.Clock);
                await restarted.Memory.GetStatisticsAsync();
                Assert.Contains(Text(test), states);

                // Nothing is stuck: all of it can be taken back.
                foreach (var sweep in (await restarted.Index.GetEntriesAsync(e => e.SweepId != "", default)).OrderByDescending(e => e.At).Select(e => Guid.Parse(e.SweepId)).Distinct().ToArray())
                {
                    await restarted.Memory.UndoAsync(sweep);
                }

                Assert.Equal(states[0], Text(test));
            }, iter: 60);

    /// <summary>Runs the sweep without a failure and notes the state whenever the journal is about to be written, and at the end.</summary>
    private static async Task<List<string>> StatesOfAWholeSweepAsync((int, int, int)[] memories, SweepOptions options)
    {
        var test = await PrepareAsync(memories);
        var states = new List<string> { Text(test) };
        test.Index.OnPutEntries = () => states.Add(Text(test));
        await test.Memory.SweepAsync(options);
        states.Add(Text(test));
        return states;
    }

    private static async Task<TestMemory> PrepareAsync((int Text, int Day, int Kind)[] memories)
    {
        var test = new TestMemory();
        foreach (var (text, day, kind) in memories)
        {
            var input = new MemoryInput { Text = s_texts[text], OccurredAt = TestMemory.At("2026-11-10T10:00").AddHours(-day * 7), Cues = new MemoryCues { People = kind == 5 ? ["Anna"] : [] } };
            var result = Assert.Single(await test.Memory.RememberAsync([input]));
            if (kind == 1)
            {
                await test.Memory.PinAsync(result.Id!.Value);
            }
        }

        // Some are cold already; that first sweep is not what is tested.
        if (memories.Any(m => m.Kind == 2))
        {
            await test.Memory.SweepAsync(new SweepOptions { MaximumAge = TimeSpan.FromDays(600), DuplicateWindow = TimeSpan.Zero });
            var entries = await test.Index.GetEntriesAsync(e => true, default);
            await test.Index.DeleteEntriesAsync([.. entries.Select(e => e.Key)], default);
        }

        return test;
    }

    private static string Text(TestMemory test) => string.Join('\n', test.Index.Dump().OrderBy(r => r.Key).Select(r => r.Value));
}
