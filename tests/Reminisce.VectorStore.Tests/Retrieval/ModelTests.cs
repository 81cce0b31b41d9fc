using CsCheck;
using Microsoft.Extensions.VectorData;
using Reminisce.VectorData.Tests.Fakes;
using Reminisce.VectorData.Tests.Reference;

namespace Reminisce.VectorData.Tests.Retrieval;

/// <summary>Random histories against a dictionary: what must hold after every step, and after a fault at every step.</summary>
public class ModelTests
{
    private const int Keys = 12;
    private const int Releasing = 6;

    private static readonly string[] s_contents = ["tea 1", "tea 2", "rain 1", "rain 2", "bus 1", "bus 2", "tea BAD"];

    private static readonly (int Kind, int[] Ids, int Value)[] s_everything =
    [
        (0, [1, 2, 3], 7), (2, [1], 2), (0, [2, 3, 4], 8), (3, [1], 9), (4, [3], 1), (1, [2], 3), (Releasing, [2], 0), (5, [1, 4], 0),
    ];

    private static readonly Gen<(int Kind, int[] Ids, int Value)> s_step = Gen.Select(Gen.Int[0, 5], Gen.Int[0, Keys - 1].Array[1, 5], Gen.Int[0, 100]);

    [SkippableTheory]
    [InlineData(InnerKind.Reference, 60)]
    [InlineData(InnerKind.Usearch, 8)]
    [InlineData(InnerKind.Postgres, 3)]
    internal void History_AnyStepsAndReopening_KeepsEveryRecordWhole(InnerKind inner, int iterations) => s_step.Array[1, 25].Sample(
        steps => RunAsync(inner, steps).GetAwaiter().GetResult(), iter: iterations, threads: 1);

    [Fact]
    public void History_CrashesBetweenTheSteps_EveryRecordIsOldOrNewAndNoneIsLost() => Gen.Select(s_step, Gen.Int[-10, 20], Gen.Enum<FaultKind>()).Array[1, 20].Sample(
        steps => CrashAsync(steps).GetAwaiter().GetResult(), iter: 150, threads: 1);

    [Theory]
    [InlineData(FaultKind.Throws)]
    [InlineData(FaultKind.TimesOut)]
    [InlineData(FaultKind.IsBroken)]
    [InlineData(FaultKind.LosesWrites)]
    internal async Task Fault_AtEveryStepThenReopened_EveryRecordIsOldOrNew(FaultKind kind)
    {
        var faults = 0;
        for (var failAt = 1; ; failAt++)
        {
            using var setup = new Setup();
            setup.Faults.Break(failAt, kind);
            var failed = await FailAsync(setup, null) || setup.Faults.Calls >= failAt;
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

    [Theory]
    [InlineData(WriteBackMode.Inline)]
    [InlineData(WriteBackMode.Background)]
    public async Task Cancellation_AtEveryStep_EveryRecordIsOldOrNew(WriteBackMode writeBack)
    {
        for (var failAt = 1; ; failAt++)
        {
            using var setup = new Setup(o => o.WriteBack = writeBack);
            using var cancel = new CancellationTokenSource();
            (setup.Faults.FailAt, setup.Faults.AtStep) = (failAt, cancel.Cancel);
            var failed = await FailAsync(setup, cancel) || setup.Faults.Calls >= failAt;
            setup.Faults.Reset();
            await setup.Store.FlushAsync();
            await CheckAsync(setup);

            // Nothing stays claimed or locked: the same store goes on.
            await setup.CreateNotesAsync();
            await setup.Notes.UpsertAsync([new Note { Id = 1, Content = "tea 1" }]);
            await setup.Notes.SearchAsync("tea", Keys, new ReminisceSearchOptions<Note> { Candidates = Keys }).ListAsync();
            await setup.Store.FlushAsync();
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

    private static async Task CrashAsync(((int Kind, int[] Ids, int Value) Step, int FailAt, FaultKind Kind)[] steps)
    {
        using var setup = new Setup();
        var model = new Dictionary<int, (string Content, int Year)>();
        await setup.CreateNotesAsync();
        var reader = Reader(setup);
        foreach (var (step, failAt, kind) in steps)
        {
            var after = new Dictionary<int, (string Content, int Year)>(model);
            Predict(after, step);
            var failed = false;
            if (failAt > 0)
            {
                setup.Faults.Break(setup.Faults.Calls + failAt, kind);
            }

            try
            {
                await ApplyAsync(setup, step, CancellationToken.None);
            }
            catch (VectorStoreException) when (failAt > 0)
            {
                failed = true;
            }

            if (failAt > 0)
            {
                setup.Reopen();
            }

            var rows = (await setup.InnerNotesAsync()).ToDictionary(r => (int)r["Id"]!, r => (ContentOf(r), (int)r["Year"]!));
            foreach (var id in rows.Keys.Union(model.Keys).Union(after.Keys))
            {
                (string, int)? now = rows.TryGetValue(id, out var row) ? row : null, old = model.TryGetValue(id, out var was) ? was : null, next = after.TryGetValue(id, out var will) ? will : null;
                Assert.True(now == next || (failed && now == old), $"record {id} is {now}, neither {old} nor {next}");
            }

            model = rows;
            await CheckAsync(setup);

            // Another process that only reads, and that starts anew now and then.
            if (step.Value % 3 == 0)
            {
                reader = Reader(setup);
            }

            var seen = await reader.SearchAsync("tea", Keys, new ReminisceSearchOptions<Note> { Candidates = Keys }).ListAsync();
            Assert.Equal(model.Keys.Order(), seen.Select(r => r.Record.Id).Order());
        }
    }

    private static ReminisceCollection<int, Note> Reader(Setup setup) => (ReminisceCollection<int, Note>)new ReminisceVectorStore(setup.Inner, new()
    {
        EmbeddingGenerator = new FakeGenerator(setup.Encoder), WriteBack = WriteBackMode.None, EmptyExitRecheck = TimeSpan.Zero, LeaveOpen = true,
    }).GetCollection<int, Note>("notes");

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
            case Releasing:
                await notes.ReleaseEncodedAsync(step.Ids, cancellationToken: cancellationToken);
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

    private static async Task<bool> FailAsync(Setup setup, CancellationTokenSource? cancel)
    {
        try
        {
            await setup.Notes.EnsureCollectionExistsAsync(cancel?.Token ?? default);
            foreach (var step in s_everything)
            {
                await ApplyAsync(setup, step, cancel?.Token ?? default);
            }

            return false;
        }
        catch (VectorStoreException error) when (cancel is null)
        {
            Assert.Contains(setup.Faults.Loses is null ? "fault at step" : "lost", error.Message, StringComparison.Ordinal);
            Assert.Equal("reminisce", error.VectorStoreSystemName);
            return true;
        }
        catch (OperationCanceledException) when (cancel is not null)
        {
            return true;
        }
    }

    private static string ContentOf(Dictionary<string, object?> row) =>
        s_contents.Single(c => EncodableContent.Hash(EncodableContent.From(c)!) == EncodingStamp.Parse((string)row["Content_source"]!)!.Value.ContentHash);

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
            var content = ContentOf(row);
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
