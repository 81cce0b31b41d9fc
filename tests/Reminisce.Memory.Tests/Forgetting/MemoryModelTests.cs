using CsCheck;
using Reminisce.Memory.Tests.Fakes;

namespace Reminisce.Memory.Tests.Forgetting;

/// <summary>Random remembering, pinning, suppressing, sweeping, undoing and forgetting, held against a dictionary.</summary>
public sealed class MemoryModelTests
{
    private static readonly string[] s_texts = ["buy milk", "buy milk today", "call mum", "dashboard of sales", "dashboard sales of", "ran 5 km"];

    [Fact]
    public async Task RandomCalls_AgreeWithADictionary() => await Gen.Int[0, 9].Select(Gen.Int[0, 5], Gen.Int[0, 40]).Array[1, 40].SampleAsync(RunAsync, iter: 60);

    private static async Task RunAsync((int Call, int Text, int Day)[] calls)
    {
        var test = new TestMemory();
        var model = new Dictionary<Guid, (string Text, bool Pinned, bool Suppressed)>();
        var sweeps = new Stack<(Guid Id, int Version)>();
        var version = 0;
        foreach (var (call, text, day) in calls)
        {
            var target = model.Count == 0 ? Guid.Empty : model.Keys.Order().ElementAt(day % model.Count);
            switch (call)
            {
                case <= 3:
                    var at = TestMemory.At("2026-11-10T10:00").AddHours(-day * 20);
                    var input = new MemoryInput { Text = s_texts[text], OccurredAt = at };
                    var results = await test.Memory.RememberAsync([input, input]);
                    model.TryAdd(results[0].Id!.Value, (s_texts[text], false, false));
                    Assert.Equal((RememberOutcome.Duplicate, results[0].Id), (results[1].Outcome, results[1].Id));
                    break;
                case 4 when model.ContainsKey(target):
                    Assert.True(await test.Memory.PinAsync(target, text % 2 == 0));
                    model[target] = model[target] with { Pinned = text % 2 == 0 };
                    break;
                case 5 when model.ContainsKey(target):
                    Assert.True(await test.Memory.SuppressAsync(target, text % 2 == 0));
                    model[target] = model[target] with { Suppressed = text % 2 == 0 };
                    break;
                case 6 when model.ContainsKey(target):
                    await test.Memory.ForgetAsync((await test.Memory.PreviewForgetAsync([target])).Token);
                    model.Remove(target);
                    break;
                case 7 or 8:
                    var before = test.Index.Dump();
                    var report = await test.Memory.SweepAsync(new SweepOptions { MaximumItems = day % 5 == 0 ? 3 : null, DuplicateSimilarity = 0.8 });
                    test.Clock.Advance(TimeSpan.FromSeconds(1));
                    if (report.Id is { } id && call == 8)
                    {
                        await test.Memory.UndoAsync(id);
                        Assert.Equal(before, test.Index.Dump());
                    }
                    else if (report.Id is { } made)
                    {
                        sweeps.Push((made, ++version));
                    }

                    break;
                case 9 when sweeps.TryPop(out var last):
                    await test.Memory.UndoAsync(last.Id);
                    break;
                default:
                    break;
            }

            await AgreeAsync(test, model);
        }
    }

    private static async Task AgreeAsync(TestMemory test, Dictionary<Guid, (string Text, bool Pinned, bool Suppressed)> model)
    {
        var items = await test.Memory.GetAsync([.. model.Keys]);
        Assert.Equal(model.Count, test.Index.Count);
        Assert.Equal(model.Select(m => (m.Key, m.Value.Text, m.Value.Pinned)), items.Select(i => (i.Id, i.Text, i.Pinned)));

        var shown = (await test.Memory.TimelineAsync(new TimeWindow(DateTimeOffset.MinValue, DateTimeOffset.MaxValue), top: 1000)).Select(i => i.Id).ToHashSet();
        Assert.All(shown, id => Assert.False(model[id].Suppressed));
        Assert.All(items.SelectMany(i => i.Members), m => Assert.Contains(m, model.Keys));
        var standing = (await test.Index.WhereAsync(r => r.GistId != "", int.MaxValue, false, default)).ToDictionary(r => r.Key, r => Guid.Parse(r.GistId));
        Assert.All(standing, s => Assert.Contains(s.Value, model.Keys));
    }
}
