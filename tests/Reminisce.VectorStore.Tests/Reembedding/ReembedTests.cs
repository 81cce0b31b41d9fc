using Microsoft.Extensions.VectorData;
using Reminisce.VectorData.Tests.Fakes;
using Reminisce.VectorData.Tests.Reference;

namespace Reminisce.VectorData.Tests.Reembedding;

public class ReembedTests
{
    private const int Count = 30;

    private static string Text(int id, int version = 0) => $"{(id % 3 == 0 ? "tea" : id % 3 == 1 ? "rain" : "bus")} {id} {version}";

    // The text lies in a data property as well, as it does wherever it is to be shown.
    private static Note NoteOf(int id, int version = 0) => new() { Id = id, Content = Text(id, version), Words = Text(id, version), Year = id };

    private static ValueTask<Note?> Restore(Note note, CancellationToken cancellationToken)
    {
        note.Content = note.Words;
        return ValueTask.FromResult<Note?>(note);
    }

    private static ReminisceVectorStore Newer(Setup setup, FakeEncoder encoder) =>
        new(setup.Inner, new ReminisceVectorStoreOptions { ActivationStore = setup.Activations, EmbeddingGenerator = new FakeGenerator(encoder), LeaveOpen = true });

    private static ReminisceCollection<int, Note> NotesOf(ReminisceVectorStore store) => (ReminisceCollection<int, Note>)store.GetCollection<int, Note>("notes");

    private static async Task<ReminisceCollection<int, Note>> FillAsync(Setup setup)
    {
        var notes = await setup.CreateNotesAsync();
        await notes.UpsertAsync(Enumerable.Range(0, Count).Select(i => NoteOf(i)));
        return notes;
    }

    private static async Task CheckAsync(ReminisceCollection<int, Note> notes, FakeEncoder encoder, IReadOnlyDictionary<int, string> expected, bool mayBeCoarse = false)
    {
        var results = await notes.SearchAsync("tea 3", 100, new ReminisceSearchOptions<Note> { Candidates = 100 }).ListAsync();
        Assert.Equal(expected.Keys.Order(), results.Select(r => r.Record.Id).Order());
        Assert.All(results, r => Assert.Equal(expected[r.Record.Id], r.Record.Words));
        Assert.All(results, r =>
        {
            // A fault between a record and its activation leaves it coarse: whole, and at worst less exact.
            var text = expected[r.Record.Id];
            double[] allowed = mayBeCoarse
                ? [encoder.Score("tea 3", text, encoder.Full("text")), encoder.Score("tea 3", text, encoder.Predicted("text", text))]
                : [encoder.Score("tea 3", text, encoder.Full("text"))];
            Assert.Contains(allowed, score => Math.Abs(score - r.Score!.Value) < 0.001);
        });
    }

    [SkippableTheory]
    [InlineData(InnerKind.Reference)]
    [InlineData(InnerKind.Usearch)]
    [InlineData(InnerKind.Postgres)]
    internal async Task Reembed_OldVectorsServeUntilTheNewOnesDo(InnerKind inner)
    {
        using var setup = new Setup(inner: inner);
        using var encoder = new FakeEncoder("fake-2", noise: 0.2);
        using var newer = Newer(setup, encoder);
        var old = await FillAsync(setup);
        var into = NotesOf(newer);
        var refused = await Assert.ThrowsAsync<VectorStoreException>(() => into.EnsureCollectionExistsAsync());
        Assert.Contains("ReembedAsync", refused.Message, StringComparison.Ordinal);

        var seen = new List<ReembedProgress>();
        var duringSearches = 0;
        var report = await old.ReembedAsync(
            into,
            async (note, cancellationToken) =>
            {
                if (note.Id % 10 == 0)
                {
                    Assert.Equal(3, (await old.SearchAsync("tea 3", 3, cancellationToken: cancellationToken).ListAsync()).Count);
                    duringSearches++;
                }

                return await Restore(note, cancellationToken);
            },
            new ReembedOptions { BatchSize = 7, Progress = new Told<ReembedProgress>(seen.Add) });

        Assert.Equal(new ReembedReport(Count, 0, 0), report);
        Assert.Equal(3, duringSearches);
        Assert.Equal(new ReembedProgress(Count, Count), seen[^1]);
        await Assert.ThrowsAsync<VectorStoreException>(() => old.SearchAsync("tea 3", 3).ListAsync());
        await Assert.ThrowsAsync<VectorStoreException>(() => old.UpsertAsync(NoteOf(1)));

        await into.EnsureCollectionExistsAsync();
        await CheckAsync(into, encoder, Enumerable.Range(0, Count).ToDictionary(i => i, i => Text(i)));
        Assert.Equal(["notes"], await newer.ListCollectionNamesAsync().ToListAsync());
        Assert.True(await newer.CollectionExistsAsync("notes"));
        Assert.False(await setup.Inner.CollectionExistsAsync("notes"));
        Assert.DoesNotContain(setup.Activations.Entries.Values, a => a.Fingerprint == "fake-1");
        await newer.EnsureCollectionDeletedAsync("notes");
        Assert.Equal([ReminisceConstants.RegistryCollection], await setup.Inner.ListCollectionNamesAsync().ToListAsync());
    }

    [Fact]
    public async Task Reembed_Again_GoesToTheNextGeneration()
    {
        using var setup = new Setup();
        using var second = new FakeEncoder("fake-2");
        using var third = new FakeEncoder("fake-3", noise: 0.1);
        using var secondStore = Newer(setup, second);
        using var thirdStore = Newer(setup, third);
        var old = await FillAsync(setup);
        await old.ReembedAsync(NotesOf(secondStore), Restore);
        var middle = NotesOf(secondStore);
        await middle.EnsureCollectionExistsAsync();
        await middle.ReembedAsync(NotesOf(thirdStore), Restore);
        var last = NotesOf(thirdStore);
        await last.EnsureCollectionExistsAsync();
        await CheckAsync(last, third, Enumerable.Range(0, Count).ToDictionary(i => i, i => Text(i)));
        Assert.Equal(["notes"], await thirdStore.ListCollectionNamesAsync().ToListAsync());
    }

    [Theory]
    [InlineData(FaultKind.Throws)]
    [InlineData(FaultKind.TimesOut)]
    [InlineData(FaultKind.IsBroken)]
    [InlineData(FaultKind.LosesWrites)]
    [InlineData(null)]
    internal async Task Reembed_FaultOrCancellationAtEveryStep_ServesTheOldAndTheNextCallGoesOn(FaultKind? kind)
    {
        var faults = 0;
        for (var failAt = 1; ; failAt++)
        {
            using var setup = new Setup();
            using var encoder = new FakeEncoder("fake-2", noise: 0.2);
            await FillAsync(setup);
            using var cancel = new CancellationTokenSource();
            using var newer = Newer(setup, encoder);
            if (kind is { } fault)
            {
                setup.Faults.Break(setup.Faults.Calls + failAt, fault);
            }
            else
            {
                (setup.Faults.FailAt, setup.Faults.AtStep) = (setup.Faults.Calls + failAt, cancel.Cancel);
            }

            try
            {
                await setup.Notes.ReembedAsync(NotesOf(newer), Restore, new ReembedOptions { BatchSize = 8 }, cancel.Token);
                if (setup.Faults.Calls < setup.Faults.FailAt)
                {
                    break;
                }
            }
            catch (VectorStoreException) when (kind is not null)
            {
                faults++;
            }
            catch (OperationCanceledException) when (kind is null)
            {
                faults++;
            }

            // After a crash both open anew, after a cancellation they go on. Whichever of the two is the collection has all of it.
            setup.Faults.Reset();
            if (kind is not null)
            {
                setup.Reopen();
            }

            using var again = kind is null ? newer : Newer(setup, encoder);
            var encoded = encoder.Encoded;
            try
            {
                await setup.Notes.EnsureCollectionExistsAsync();
                await CheckAsync(setup.Notes, setup.Encoder, Enumerable.Range(0, Count).ToDictionary(i => i, i => Text(i)));
                var report = await setup.Notes.ReembedAsync(NotesOf(again), Restore, new ReembedOptions { BatchSize = 8 });
                Assert.Equal(Count, report.Embedded + report.Kept);
                Assert.Equal(Count - report.Kept, encoder.Encoded - encoded);
            }
            catch (VectorStoreException error) when (error.Message.Contains("was made with the encoder pack", StringComparison.Ordinal))
            {
                // The fault came after the going over.
            }

            var notes = NotesOf(again);
            await notes.EnsureCollectionExistsAsync();
            await CheckAsync(notes, encoder, Enumerable.Range(0, Count).ToDictionary(i => i, i => Text(i)), mayBeCoarse: true);
        }

        Assert.InRange(faults, 30, 400);
    }

    [Fact]
    public async Task Reembed_WritesMeanwhile_AreTakenOver()
    {
        using var setup = new Setup();
        using var encoder = new FakeEncoder("fake-2", noise: 0.2);
        using var newer = Newer(setup, encoder);
        var old = await FillAsync(setup);
        var model = Enumerable.Range(0, Count).ToDictionary(i => i, i => Text(i));
        var random = new Random(7);
        await old.ReembedAsync(
            NotesOf(newer),
            async (note, cancellationToken) =>
            {
                var id = random.Next(Count + 10);
                switch (random.Next(3))
                {
                    case 0:
                        await old.UpsertAsync(NoteOf(id, 1), cancellationToken);
                        model[id] = Text(id, 1);
                        break;
                    case 1:
                        await old.DeleteAsync(id, cancellationToken);
                        model.Remove(id);
                        break;
                    case 2 when model.ContainsKey(id):
                        // Data alone, by a record whose content stays what it was.
                        await old.UpdateDataAsync([new Note { Id = id, Words = model[id], Year = 7777 }], cancellationToken);
                        break;
                }

                return await Restore(note, cancellationToken);
            },
            new ReembedOptions { BatchSize = 4 });
        var notes = NotesOf(newer);
        await notes.EnsureCollectionExistsAsync();
        await CheckAsync(notes, encoder, model);
        Assert.Contains(await notes.GetAsync(n => n.Year == 7777, 100).ToListAsync(), n => model.ContainsKey(n.Id));
    }

    [Fact]
    public async Task Reembed_ChangesBetweenTwoCalls_AreSeenByTheSecond()
    {
        using var setup = new Setup();
        using var encoder = new FakeEncoder("fake-2", noise: 0.2);
        using var newer = Newer(setup, encoder);
        var old = await FillAsync(setup);
        using var cancel = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => old.ReembedAsync(
            NotesOf(newer),
            async (note, cancellationToken) =>
            {
                if (note.Id == 20)
                {
                    await cancel.CancelAsync();
                }

                return await Restore(note, cancellationToken);
            },
            new ReembedOptions { BatchSize = 5 },
            cancel.Token));
        await old.UpsertAsync(NoteOf(2, 9));
        await old.DeleteAsync(3);
        await old.UpdateDataAsync([new Note { Id = 4, Words = Text(4), Year = 7777 }]);
        var report = await old.ReembedAsync(NotesOf(newer), Restore, new ReembedOptions { BatchSize = 5 });
        Assert.True(report.Kept >= 15, $"{report.Kept} were kept");
        var notes = NotesOf(newer);
        await notes.EnsureCollectionExistsAsync();
        var model = Enumerable.Range(0, Count).Where(i => i != 3).ToDictionary(i => i, i => i == 2 ? Text(2, 9) : Text(i));
        await CheckAsync(notes, encoder, model);
        Assert.Equal(4, Assert.Single(await notes.GetAsync(n => n.Year == 7777, 10).ToListAsync()).Id);
    }

    [Fact]
    public async Task Reembed_ContentGone_FailsOrKeepsTheDataAlone()
    {
        using var setup = new Setup();
        using var encoder = new FakeEncoder("fake-2");
        using var newer = Newer(setup, encoder);
        var old = await FillAsync(setup);
        ValueTask<Note?> Some(Note note, CancellationToken cancellationToken) => note.Id == 5 ? ValueTask.FromResult<Note?>(null) : Restore(note, cancellationToken);
        var error = await Assert.ThrowsAsync<VectorStoreException>(() => old.ReembedAsync(NotesOf(newer), Some));
        Assert.Contains("'5'", error.Message, StringComparison.Ordinal);
        Assert.Equal(Count, (await old.SearchAsync("tea", 100, new ReminisceSearchOptions<Note> { Candidates = 0 }).ListAsync()).Count);

        var report = await old.ReembedAsync(NotesOf(newer), Some, new ReembedOptions { AllowMissingContent = true });
        Assert.Equal(1, report.WithoutContent);
        var notes = NotesOf(newer);
        await notes.EnsureCollectionExistsAsync();
        Assert.Equal(Text(5), (await notes.GetAsync(5))!.Words);
        Assert.Equal(Count - 1, (await notes.SearchAsync("tea", 100, new ReminisceSearchOptions<Note> { Candidates = 0 }).ListAsync()).Count);
    }

    [Fact]
    public async Task Reembed_IntoTheSameEncoderOrAnotherCollection_SaysWhatIsExpected()
    {
        using var setup = new Setup();
        using var encoder = new FakeEncoder("fake-2");
        using var newer = Newer(setup, encoder);
        var old = await FillAsync(setup);
        await Assert.ThrowsAsync<ArgumentException>(() => old.ReembedAsync(setup.Notes, Restore));
        await Assert.ThrowsAsync<ArgumentException>(() => old.ReembedAsync((ReminisceCollection<int, Note>)newer.GetCollection<int, Note>("others"), Restore));
        Assert.Throws<ArgumentException>(() => newer.GetCollection<int, Note>("notes--generation-2"));
    }

    private sealed class Told<T>(Action<T> tell) : IProgress<T>
    {
        public void Report(T value) => tell(value);
    }
}
