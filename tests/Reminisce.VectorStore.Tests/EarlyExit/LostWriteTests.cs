using Microsoft.Extensions.VectorData;
using Reminisce.VectorData.Tests.Fakes;

namespace Reminisce.VectorData.Tests.EarlyExit;

/// <summary>An inner store that acknowledges writes and loses them.</summary>
public class LostWriteTests
{
    private static Setup Coarse(WriteBackMode writeBack = WriteBackMode.Inline) =>
        new(o => (o.Policy, o.FixedLayer, o.WriteBack) = (ExitPolicy.Fixed, 1, writeBack));

    private static async Task<ReminisceCollection<int, Note>> FillAsync(Setup setup)
    {
        var notes = await setup.CreateNotesAsync();
        await notes.UpsertAsync(Enumerable.Range(1, 6).Select(i => new Note { Id = i, Content = $"tea {i}" }));
        return notes;
    }

    private static async Task<VectorStoreException> AssertNamedAsync(Func<Task> call, string operation)
    {
        var error = await Assert.ThrowsAsync<VectorStoreException>(call);
        Assert.Equal(("reminisce", "notes", operation), (error.VectorStoreSystemName, error.CollectionName, error.OperationName));
        return error;
    }

    [Fact]
    public async Task Upsert_RecordLost_ThrowsAndAnotherTryStoresIt()
    {
        using var setup = Coarse();
        var notes = await FillAsync(setup);
        setup.Faults.Loses = key => key is 2 or 7;
        var records = new[] { new Note { Id = 2, Content = "rain" }, new Note { Id = 3, Content = "bus" }, new Note { Id = 7, Content = "rain" } };
        var error = await AssertNamedAsync(() => notes.UpsertAsync(records), "Upsert");
        Assert.Contains("lost 2", error.Message, StringComparison.Ordinal);
        setup.Faults.Loses = null;
        Assert.All(await setup.InnerNotesAsync(), r => Assert.Single(setup.ExitsOf(r)));

        await notes.UpsertAsync(records);
        Assert.Equal(7, (await setup.InnerNotesAsync()).Count);
        Assert.Equal(7, setup.Activations.Entries.Count);
        var found = await notes.SearchAsync("rain", 2).ListAsync();
        Assert.Equal([2, 7], found.Select(r => r.Record.Id).Order());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Upgrade_Lost_ThrowsKeepsTheActivationAndIsRepeated(bool restarted)
    {
        using var setup = Coarse();
        var notes = await FillAsync(setup);
        setup.Faults.Loses = key => key is 2 or 4;
        await AssertNamedAsync(() => notes.SearchAsync("tea", 6).ListAsync(), "Upsert");
        Assert.Equal(4, (await setup.InnerNotesAsync()).Count(r => Equals(r["Content_exit"], "text_full")));
        Assert.All(await setup.InnerNotesAsync(), r => Assert.Single(setup.ExitsOf(r)));
        Assert.Contains(setup.Activations.Entries.Keys, k => k.Contains("\u001f2\u001f", StringComparison.Ordinal));

        setup.Faults.Loses = null;
        var resumed = setup.Encoder.Resumed;
        if (restarted)
        {
            setup.Reopen();
        }

        Assert.Equal(6, (await setup.Notes.SearchAsync("tea", 6).ListAsync()).Count);
        Assert.Equal(restarted ? resumed + 2 : resumed, setup.Encoder.Resumed);
        Assert.All(await setup.InnerNotesAsync(), r => Assert.Equal("text_full", r["Content_exit"]));
    }

    [Fact]
    public async Task Upgrade_LostInTheBackground_FlushThrows()
    {
        using var setup = Coarse(WriteBackMode.Background);
        var notes = await FillAsync(setup);
        setup.Faults.Loses = key => key is 2;
        await notes.SearchAsync("tea", 6).ListAsync();
        var error = await Assert.ThrowsAsync<VectorStoreException>(() => setup.Store.FlushAsync());
        Assert.Contains("lost 1", error.Message, StringComparison.Ordinal);
        setup.Faults.Loses = null;
        await notes.SearchAsync("tea", 6).ListAsync();
        await setup.Store.FlushAsync();
        Assert.All(await setup.InnerNotesAsync(), r => Assert.Equal("text_full", r["Content_exit"]));
    }

    [Theory]
    [InlineData("update")]
    [InlineData("upsert")]
    public async Task NewData_Lost_ThrowsAndAnotherTryStoresIt(string how)
    {
        using var setup = Coarse();
        var notes = await FillAsync(setup);
        Note[] changed = [new Note { Id = 2, Content = "tea 2", Year = 7 }, new Note { Id = 3, Content = "tea 3", Year = 8 }];
        Func<Task> store = how == "update" ? () => notes.UpdateDataAsync(changed) : () => notes.UpsertAsync(changed);
        setup.Faults.Loses = key => key is 2;
        var error = await AssertNamedAsync(store, "Upsert");
        Assert.Contains("lost 1", error.Message, StringComparison.Ordinal);
        setup.Faults.Loses = null;
        Assert.Equal([(2, 0), (3, 8)], (await notes.GetAsync([2, 3]).ListAsync()).Select(n => (n.Id, n.Year)));

        // Also when the data are what they were: the second try of the same change.
        await store();
        await store();
        Assert.Equal([(2, 7), (3, 8)], (await notes.GetAsync([2, 3]).ListAsync()).Select(n => (n.Id, n.Year)));
        Assert.Equal(6, setup.Encoder.Encoded);
    }

    [Fact]
    public async Task Release_Lost_ThrowsAndAnotherTryClears()
    {
        using var setup = Coarse();
        var notes = await FillAsync(setup);
        setup.Faults.Loses = key => key is 2;
        await AssertNamedAsync(() => notes.ReleaseEncodedAsync([1, 2], vectors: true), "Upsert");
        setup.Faults.Loses = null;
        await notes.ReleaseEncodedAsync([1, 2], vectors: true);
        Assert.Equal([1, 2], (await setup.InnerNotesAsync()).Where(r => !setup.ExitsOf(r).Any()).Select(r => (int)r["Id"]!).Order());
    }

    [Fact]
    public async Task Create_RegisterLost_ThrowsAndAnotherTryCreates()
    {
        using var setup = Coarse();
        setup.Faults.Loses = key => key is Guid;
        await AssertNamedAsync(() => setup.Notes.EnsureCollectionExistsAsync(), "Upsert");
        setup.Faults.Loses = null;
        await FillAsync(setup);
        setup.Reopen();
        Assert.Equal(6, (await setup.Notes.SearchAsync("tea", 6).ListAsync()).Count);
    }

    [Fact]
    public async Task Open_RecordsWithoutMarks_AreReadAndGetThem()
    {
        using var setup = new Setup(o => (o.Policy, o.FixedLayer, o.VerifyWrites) = (ExitPolicy.Fixed, 1, false));
        await FillAsync(setup);
        Assert.All(await setup.InnerNotesAsync(), r => Assert.DoesNotContain('#', (string)r["Content_source"]!));
        await using var verifying = new ReminisceVectorStore(setup.Inner, new()
        {
            EmbeddingGenerator = new FakeGenerator(setup.Encoder), ActivationStore = setup.Activations, LeaveOpen = true,
        });
        var notes = verifying.GetCollection<int, Note>("notes");
        await notes.SearchAsync("tea", 6).ListAsync();
        Assert.Equal(6, setup.Encoder.Resumed);
        Assert.All(await setup.InnerNotesAsync(), r => Assert.Contains('#', (string)r["Content_source"]!));
    }

    [Fact]
    public async Task Delete_Lost_Throws()
    {
        using var setup = Coarse();
        var notes = await FillAsync(setup);
        setup.Faults.Loses = key => key is 2;
        await AssertNamedAsync(() => notes.DeleteAsync([1, 2]), "Delete");
        setup.Faults.Loses = null;
        Assert.Single(setup.ExitsOf((await setup.InnerNotesAsync()).Single(r => Equals(r["Id"], 2))));
    }

    [Fact]
    public async Task VerifyWritesOff_StoreThatShowsWritesLate_IsBelieved()
    {
        using var setup = new Setup(o => (o.Policy, o.FixedLayer, o.VerifyWrites) = (ExitPolicy.Fixed, 1, false));
        var notes = await FillAsync(setup);
        setup.Faults.Loses = _ => true;
        await notes.UpsertAsync(new Note { Id = 9, Content = "rain" });
        Assert.Equal(6, (await setup.InnerNotesAsync()).Count);
    }
}
