using CsCheck;
using Reminisce.VectorData.Tests.Fakes;

namespace Reminisce.VectorData.Tests.Retrieval;

/// <summary>Random histories against a dictionary: what must hold after every step, and after a fault at every step.</summary>
public class ModelTests
{
    private const int Keys = 12;

    private static readonly string[] s_contents = ["tea 1", "tea 2", "rain 1", "rain 2", "bus 1", "bus 2", "tea BAD"];

    private static readonly Gen<(int Kind, int[] Ids, int Value)> s_step = Gen.Select(Gen.Int[0, 5], Gen.Int[0, Keys - 1].Array[1, 5], Gen.Int[0, 100]);

    [SkippableTheory]
    [InlineData(InnerKind.Reference, 60)]
    [InlineData(InnerKind.Usearch, 8)]
    [InlineData(InnerKind.Postgres, 3)]
    internal void History_AnyStepsAndReopening_KeepsEveryRecordWhole(InnerKind inner, int iterations) => s_step.Array[1, 25].Sample(
        steps => RunAsync(inner, steps).GetAwaiter().GetResult(), iter: iterations, threads: 1);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Fault_AtEveryStepThenReopened_EveryRecordIsOldOrNew(bool timesOut)
    {
        var steps = new (int Kind, int[] Ids, int Value)[] { (0, [1, 2, 3], 7), (2, [1], 2), (0, [2, 3, 4], 8), (3, [1], 9), (4, [3], 1), (1, [2], 3), (5, [1, 4], 0) };
        var faults = 0;
        for (var failAt = 1; ; failAt++)
        {
            using var setup = new Setup();
            var failed = await FailAsync(setup, steps, failAt, timesOut ? static () => throw new TaskCanceledException("fault at step: timed out") : null, null);
            setup.Reopen();
            await CheckAsync(setup);
            if (!failed)
            {
                break;
            }

            faults++;
        }

        Assert.InRange(faults, 40, 1000);
    }

    [Fact]
    public async Task Cancellation_AtEveryStep_EveryRecordIsOldOrNew()
    {
        var steps = new (int Kind, int[] Ids, int Value)[] { (0, [1, 2, 3], 7), (2, [1], 2), (0, [2, 3, 4], 8), (3, [1], 9), (4, [3], 1), (5, [1, 4], 0) };
        for (var failAt = 1; ; failAt++)
        {
            using var setup = new Setup();
            using var cancel = new CancellationTokenSource();
            var failed = await FailAsync(setup, steps, failAt, cancel.Cancel, cancel);
            setup.Faults.Reset();
            await CheckAsync(setup);

            // Nothing stays claimed or locked: the same store goes on.
            await setup.CreateNotesAsync();
            await setup.Notes.UpsertAsync([new Note { Id = 1, Content = "tea 1" }]);
            await setup.Notes.SearchAsync("tea", Keys, new ReminisceSearchOptions<Note> { Candidates = Keys }).ListAsync();
            await CheckAsync(setup);
            if (!failed)
            {
                break;
            }
        }
    }

    private static async Task RunAsync(InnerKind inner, (int Kind, int[] Ids, int Value)[] steps)
    {
        using var setup = new Setup(inner: inner);
        var model = new Dictionary<int, (string Content, int Year)>();
        await setup.CreateNotesAsync();
        foreach (var step in steps)
        {
            await ApplyAsync(setup, step, CancellationToken.None);
            Predict(model, step);
            if (step.Value % 7 == 0)
            {
                setup.Reopen();
            }

            await CheckAsync(setup);
            var rows = (await setup.InnerNotesAsync()).ToDictionary(r => (int)r["Id"]!);
            Assert.Equal(model.Keys.Order(), rows.Keys.Order());
            foreach (var (id, (content, year)) in model)
            {
                Assert.Equal(year, rows[id]["Year"]);
                Assert.Equal(EncodableContent.Hash(EncodableContent.From(content)!), EncodingStamp.Parse((string)rows[id]["Content_source"]!)!.Value.ContentHash);
            }
        }

        var results = await setup.Notes.SearchAsync("tea 1", Keys, new ReminisceSearchOptions<Note> { Candidates = Keys }).ListAsync();
        var expected = model.ToDictionary(p => p.Key, p => setup.Encoder.Score("tea 1", p.Value.Content, setup.Encoder.Full("text")));
        Assert.Equal(expected.Count, results.Count);
        Assert.All(results, r => Assert.Equal(expected[r.Record.Id], r.Score!.Value, 3));
        Assert.Equal(results.Select(r => r.Score).OrderDescending(), results.Select(r => r.Score));
        Assert.Empty(setup.Activations.Entries);
    }

    private static async Task ApplyAsync(Setup setup, (int Kind, int[] Ids, int Value) step, CancellationToken cancellationToken)
    {
        var notes = setup.Notes;
        switch (step.Kind)
        {
            case 0:
            case 1:
                await notes.UpsertDetailedAsync(
                    step.Ids.Select(i => new Note { Id = i, Content = s_contents[(i + step.Value) % s_contents.Length], Year = step.Value }), null, cancellationToken);
                break;
            case 2:
                await notes.SearchAsync("rain", 3, new ReminisceSearchOptions<Note> { Candidates = 4, Budget = new() { BatchSize = 2 } }, cancellationToken).ListAsync();
                break;
            case 3:
                await notes.UpdateDataAsync(step.Ids.Select(i => new Note { Id = i, Year = step.Value }), cancellationToken);
                break;
            case 4:
                await notes.DeleteAsync(step.Ids, cancellationToken);
                break;
            default:
                await notes.GetEncodedAsync(step.Ids, finish: true, cancellationToken: cancellationToken);
                break;
        }
    }

    private static void Predict(Dictionary<int, (string Content, int Year)> model, (int Kind, int[] Ids, int Value) step)
    {
        foreach (var id in step.Ids)
        {
            var content = s_contents[(id + step.Value) % s_contents.Length];
            switch (step.Kind)
            {
                case 0 or 1 when !content.Contains("BAD", StringComparison.Ordinal):
                    model[id] = (content, step.Value);
                    break;
                case 3 when model.TryGetValue(id, out var old):
                    model[id] = (old.Content, step.Value);
                    break;
                case 4:
                    model.Remove(id);
                    break;
            }
        }
    }

    private static async Task<bool> FailAsync(Setup setup, (int Kind, int[] Ids, int Value)[] steps, int failAt, Action? atStep, CancellationTokenSource? cancel)
    {
        (setup.Faults.FailAt, setup.Faults.StayDown, setup.Faults.AtStep) = (failAt, cancel is null, atStep);
        try
        {
            await setup.Notes.EnsureCollectionExistsAsync(cancel?.Token ?? default);
            foreach (var step in steps)
            {
                await ApplyAsync(setup, step, cancel?.Token ?? default);
            }

            return setup.Faults.Calls >= failAt;
        }
        catch (Microsoft.Extensions.VectorData.VectorStoreException error) when (cancel is null)
        {
            Assert.Contains("fault at step", error.Message, StringComparison.Ordinal);
            Assert.Equal("reminisce", error.VectorStoreSystemName);
            return true;
        }
        catch (OperationCanceledException) when (cancel is not null)
        {
            return true;
        }
    }

    /// <summary>What holds for every store at rest, whatever happened before.</summary>
    private static async Task CheckAsync(Setup setup)
    {
        await setup.Notes.EnsureCollectionExistsAsync();
        var rows = await setup.InnerNotesAsync();
        var claimed = new HashSet<string>();
        foreach (var row in rows)
        {
            var exit = Assert.Single(setup.ExitsOf(row));
            Assert.Equal(exit.Name, row["Content_exit"]);
            var stamp = EncodingStamp.Parse((string)row["Content_source"]!)!.Value;
            var content = s_contents.Single(c => EncodableContent.Hash(EncodableContent.From(c)!) == stamp.ContentHash);
            Assert.Equal(setup.Encoder.Vector(content, exit), ((ReadOnlyMemory<float>)row[$"Content_{exit.Name}"]!).ToArray());

            var key = $"notes\u001fContent\u001f{row["Id"]}\u001f{stamp.ContentHash}";
            if (setup.Activations.Entries.TryGetValue(key, out var activation))
            {
                claimed.Add(key);
                Assert.True(activation.Exit == exit || exit.IsFull, "an activation of another exit than its record's");
            }
        }

        // At rest no activation outlives its record's content, except that of a record finished just before a fault.
        Assert.Empty(setup.Activations.Entries.Keys.Except(claimed));
    }
}
