using Reminisce.VectorData.Tests.Fakes;

namespace Reminisce.VectorData.Tests.Retrieval;

public class ConcurrencyTests
{
    private const int Recent = 16;
    private const int Batch = 6;

    private static async Task<ReminisceCollection<int, Note>> FillAsync(Setup setup, int count)
    {
        var notes = await setup.CreateNotesAsync();
        await notes.UpsertAsync(Enumerable.Range(0, count).Select(i => new Note { Id = i, Content = $"tea {i}" }));
        return notes;
    }

    [Fact]
    public async Task Search_ManyQueriesForTheSameItems_EachItemIsFinishedOnce()
    {
        using var setup = new Setup();
        var notes = await FillAsync(setup, 40);
        var coarse = setup.Activations.Entries.Count;
        var gate = new TaskCompletionSource();
        setup.Encoder.ResumeGate = gate.Task;
        var searches = Enumerable.Range(0, 16)
            .Select(_ => notes.SearchAsync("tea 3", 40, new ReminisceSearchOptions<Note> { Candidates = 40 }).ListAsync()).ToList();
        gate.SetResult();
        var results = await Task.WhenAll(searches);
        Assert.Equal(coarse, setup.Encoder.Resumed);
        Assert.All(results, r => Assert.Equal(results[0].Select(x => x.Record.Id), r.Select(x => x.Record.Id)));
        Assert.Empty(setup.Activations.Entries);
    }

    [Fact]
    public async Task Search_ItemsFinishedBetweenAnyTwoSteps_NothingIsMissed()
    {
        // Six exits are searched, each call with a step before and one after its effect.
        for (var step = 1; step <= 12; step++)
        {
            using var setup = new Setup(o => (o.Policy, o.FixedLayer) = (ExitPolicy.Fixed, 1));
            var notes = await FillAsync(setup, 6);
            setup.Faults.Reset();
            setup.Faults.FailAt = step;
            setup.Faults.AtStep = () => notes.GetEncodedAsync(Enumerable.Range(0, 6), finish: true).GetAwaiter().GetResult();
            var results = await notes.SearchAsync("tea 3", 6, new ReminisceSearchOptions<Note> { Candidates = 6 }).ListAsync();
            Assert.Equal(Enumerable.Range(0, 6), results.Select(r => r.Record.Id).Order());
            Assert.All(results, r => Assert.Equal(setup.Encoder.Score("tea 3", $"tea {r.Record.Id}", setup.Encoder.Full("text")), r.Score!.Value, 3));
            Assert.Equal(6, setup.Encoder.Resumed);
        }
    }

    [Fact]
    public async Task Search_OwnerCancelled_WaitingQueryFinishesForItself()
    {
        using var setup = new Setup();
        var notes = await FillAsync(setup, 20);
        var coarse = setup.Activations.Entries.Count;
        var begun = new TaskCompletionSource();
        var gate = new TaskCompletionSource();
        setup.Encoder.ResumeGate = gate.Task;
        setup.Encoder.OnResume = _ => begun.TrySetResult();
        using var cancel = new CancellationTokenSource();
        var options = new ReminisceSearchOptions<Note> { Candidates = 20, Budget = new() { BatchSize = 20 } };
        var owner = notes.SearchAsync("tea 3", 5, options, cancel.Token).ListAsync();
        await begun.Task;
        var other = notes.SearchAsync("tea 3", 5, options).ListAsync();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => owner);
        gate.SetResult();
        Assert.Equal(5, (await other).Count);
        Assert.Equal(coarse, setup.Encoder.Resumed);
    }

    [Fact]
    public async Task WriteBack_RecordChangedMeanwhile_TheNewContentStays()
    {
        using var setup = new Setup(o => (o.Policy, o.FixedLayer) = (ExitPolicy.Fixed, 1));
        var notes = await FillAsync(setup, 3);
        var begun = new TaskCompletionSource();
        var gate = new TaskCompletionSource();
        setup.Encoder.ResumeGate = gate.Task;
        setup.Encoder.OnResume = _ => begun.TrySetResult();
        var search = notes.SearchAsync("tea 1", 3).ListAsync();
        await begun.Task;
        await notes.UpsertAsync(new Note { Id = 1, Content = "rain", Year = 7 });
        await notes.DeleteAsync(2);
        gate.SetResult();
        await search;

        var rows = (await setup.InnerNotesAsync()).ToDictionary(r => (int)r["Id"]!);
        Assert.Equal([0, 1], rows.Keys.Order());
        Assert.Equal("text_full", rows[0]["Content_exit"]);
        Assert.Equal("text_exit_01", rows[1]["Content_exit"]);
        Assert.Equal(setup.Encoder.Vector("rain", new("text", 1, 4)), ((ReadOnlyMemory<float>)rows[1]["Content_text_exit_01"]!).ToArray());
        Assert.Equal(7, rows[1]["Year"]);
        Assert.Single(setup.Activations.Entries);
    }

    [SkippableTheory]
    [InlineData(InnerKind.Reference, 12, WriteBackMode.Inline)]
    [InlineData(InnerKind.Reference, 12, WriteBackMode.Background)]
    [InlineData(InnerKind.Usearch, 12, WriteBackMode.Inline)]
    [InlineData(InnerKind.Usearch, 12, WriteBackMode.Background)]
    [InlineData(InnerKind.Postgres, 4, WriteBackMode.Inline)]
    internal async Task Everything_AtOnce_NoDeadlockBoundedMemoryAndEveryRecordWhole(InnerKind inner, int steps, WriteBackMode writeBack)
    {
        using var setup = new Setup(o => (o.RecentlyRefined, o.WriteBack, o.WriteBackQueueLength) = (Recent, writeBack, 8), inner);
        await WorkAsync(setup, steps).WaitAsync(TimeSpan.FromMinutes(2));
        await setup.Store.FlushAsync();

        var rows = await setup.InnerNotesAsync();
        Assert.Equal(60 + (10 * steps), rows.Count);
        Assert.All(rows, r => Assert.Equal(r["Content_exit"], Assert.Single(setup.ExitsOf(r)).Name));
        Assert.Equal(rows.Count(r => r["Content_exit"] as string != "text_full"), setup.Activations.Entries.Count);

        // What stays of all the vectors and activations: those finished last, and what the activation store itself holds.
        Assert.InRange(setup.Store.State("notes").Refinements.Count, 0, Recent);
        var bound = Recent + setup.Activations.Entries.Count;
        Assert.InRange(setup.Encoder.HandedOut.Count, 3 * bound, int.MaxValue);
        Assert.InRange(await AliveAsync(setup, bound), setup.Activations.Entries.Count, bound);
    }

    // A thread that waits for work may still hold the last that it did, until it has done other work.
    private static async Task<int> AliveAsync(Setup setup, int bound)
    {
        var alive = int.MaxValue;
        for (var attempt = 0; attempt < 50 && alive > bound; attempt++)
        {
            await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => Task.Run(() => Task.Delay(20))));
            GC.Collect();
            GC.WaitForPendingFinalizers();
            GC.Collect();
            alive = setup.Encoder.HandedOut.Count(h => h.IsAlive);
        }

        return alive;
    }

    private static async Task WorkAsync(Setup setup, int steps)
    {
        var notes = await FillAsync(setup, 60);

        // Each caller has one batch on its way at most, however many candidates it wants.
        setup.Encoder.OnResume = static items => Assert.InRange(items, 1, Batch);
        var work = Enumerable.Range(0, 64).Select(n => Task.Run(async () =>
        {
            var random = new Random(n);
            for (var step = 0; step < steps; step++)
            {
                var ids = Enumerable.Range(0, 6).Select(_ => random.Next(60)).Distinct().ToList();
                switch (random.Next(5))
                {
                    case 0:
                        await notes.UpsertAsync(ids.Select(i => new Note { Id = i, Content = $"bus {random.Next(5)} {i}", Year = n }));
                        break;
                    case 1:
                        await notes.UpdateDataAsync(ids.Select(i => new Note { Id = i, Year = -n }));
                        break;
                    case 2:
                        await notes.GetEncodedAsync(ids, finish: true);
                        break;
                    default:
                        await notes.SearchAsync($"tea {n}", 5, new ReminisceSearchOptions<Note> { Candidates = 15, Budget = new() { BatchSize = Batch } }).ListAsync();
                        break;
                }
            }
        }));
        var import = Task.Run(async () =>
        {
            foreach (var batch in Enumerable.Range(60, 10 * steps).Chunk(10))
            {
                await notes.UpsertAsync(batch.Select(i => new Note { Id = i, Content = $"tea {i}" }));
            }
        });
        await Task.WhenAll([.. work, import]);
    }
}
