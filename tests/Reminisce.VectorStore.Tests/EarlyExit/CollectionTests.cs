using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.VectorData;
using Reminisce.VectorData.Tests.Fakes;
using Reminisce.VectorData.Tests.Reference;

namespace Reminisce.VectorData.Tests.EarlyExit;

public class CollectionTests
{
    [SkippableTheory]
    [InlineData(InnerKind.Reference)]
    [InlineData(InnerKind.Usearch)]
    [InlineData(InnerKind.Postgres)]
    internal async Task Open_WithAnotherEncoder_IsRefusedByEveryCall(InnerKind inner)
    {
        using var setup = new Setup(inner: inner);
        await (await setup.CreateNotesAsync()).UpsertAsync(new Note { Id = 1, Content = "tea" });
        setup.Encoder = new FakeEncoder("fake-2");
        setup.Reopen();
        foreach (var call in new Func<Task>[]
        {
            () => setup.Notes.EnsureCollectionExistsAsync(),
            () => setup.Notes.UpsertAsync(new Note { Id = 2, Content = "tea" }),
            () => setup.Notes.SearchAsync("tea", 1).ListAsync(),
            () => setup.Notes.GetAsync(1),
            () => setup.Notes.DeleteAsync(1),
        })
        {
            var error = await Assert.ThrowsAsync<VectorStoreException>(call);
            Assert.Contains("fake-1", error.Message, StringComparison.Ordinal);
            Assert.Contains("fake-2", error.Message, StringComparison.Ordinal);
        }

        setup.Encoder = new FakeEncoder("fake-1");
        setup.Reopen();
        Assert.NotNull(await setup.Notes.GetAsync(1));
    }

    [SkippableTheory]
    [InlineData(InnerKind.Reference)]
    [InlineData(InnerKind.Usearch)]
    [InlineData(InnerKind.Postgres)]
    internal async Task Open_DeletedAndMadeAgainWithAnotherEncoder_Works(InnerKind inner)
    {
        using var setup = new Setup(inner: inner);
        await (await setup.CreateNotesAsync()).UpsertAsync(Enumerable.Range(1, 5).Select(i => new Note { Id = i, Content = $"tea {i}" }));
        Assert.NotEmpty(setup.Activations.Entries);
        await setup.Store.EnsureCollectionDeletedAsync("notes");
        Assert.Empty(setup.Activations.Entries);
        setup.Encoder = new FakeEncoder("fake-2");
        setup.Reopen();
        Assert.False(await setup.Notes.CollectionExistsAsync());
        await setup.CreateNotesAsync();
        Assert.Empty(await setup.InnerNotesAsync());
        await setup.Notes.EnsureCollectionDeletedAsync();
        Assert.Empty(await setup.Store.ListCollectionNamesAsync().ListAsync());
    }

    [Fact]
    public async Task Open_PlainCollectionOfTheSameName_IsRefused()
    {
        using var setup = new Setup();
        using var plain = setup.Inner.GetCollection<int, Note>("notes");
        await plain.EnsureCollectionExistsAsync();
        var error = await Assert.ThrowsAsync<VectorStoreException>(() => setup.Notes.EnsureCollectionExistsAsync());
        Assert.Contains("was not made through", error.Message, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData(InnerKind.Reference, true)]
    [InlineData(InnerKind.Reference, false)]
    [InlineData(InnerKind.Usearch, true)]
    [InlineData(InnerKind.Usearch, false)]
    [InlineData(InnerKind.Postgres, false)]
    internal async Task Open_EarlyExitCollectionAsPlain_IsRefusedByEveryCall(InnerKind inner, bool reopened)
    {
        using var setup = new Setup(inner: inner);
        await (await setup.CreateNotesAsync()).UpsertAsync(new Note { Id = 1, Content = "tea" });
        if (reopened)
        {
            setup.Reopen();
        }

        using var store = reopened
            ? new ReminisceVectorStore(setup.Inner, new ReminisceVectorStoreOptions { EmbeddingGenerator = new FakeGenerator(null), LeaveOpen = true })
            : setup.Store;
        var plain = store.GetCollection<int, Note>("notes", new() { Properties = Definition(), EmbeddingGenerator = new FakeGenerator(null) });
        foreach (var call in new Func<Task>[]
        {
            () => plain.EnsureCollectionExistsAsync(),
            () => plain.EnsureCollectionDeletedAsync(),
            () => plain.UpsertAsync(new Note { Id = 2, Content = "tea" }),
            () => plain.UpsertAsync([new Note { Id = 2, Content = "tea" }]),
            () => plain.SearchAsync("tea", 1).ListAsync(),
            () => plain.GetAsync(1),
            () => plain.GetAsync([1]).ListAsync(),
            () => plain.GetAsync(n => n.Year == 0, 1).ListAsync(),
            () => plain.DeleteAsync(1),
            () => plain.DeleteAsync([1]),
        })
        {
            var error = await Assert.ThrowsAsync<VectorStoreException>(call);
            Assert.Contains("fake-1", error.Message, StringComparison.Ordinal);
            Assert.Equal(("reminisce", "notes"), (error.VectorStoreSystemName, error.CollectionName));
        }

        Assert.NotNull(await setup.Notes.GetAsync(1));
    }

    [Fact]
    public async Task Open_EarlyExitCollectionByTheLocalStore_IsRefused()
    {
        using var setup = new Setup(inner: InnerKind.Usearch);
        await (await setup.CreateNotesAsync()).UpsertAsync(new Note { Id = 1, Content = "tea" });
        using var plain = setup.Inner.GetCollection<int, Note>("notes", new() { Properties = Definition(), EmbeddingGenerator = new FakeGenerator(null) });
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => plain.EnsureCollectionExistsAsync());
        Assert.Contains("one vector per exit", error.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<InvalidOperationException>(() => plain.UpsertAsync(new Note { Id = 1, Content = "rain" }));
        await Assert.ThrowsAsync<InvalidOperationException>(() => plain.SearchAsync("tea", 1).ListAsync());
    }

    [SkippableFact]
    public async Task Open_EarlyExitCollectionByPostgres_HasNoColumnToWriteTo()
    {
        using var setup = new Setup(inner: InnerKind.Postgres);
        await (await setup.CreateNotesAsync()).UpsertAsync(new Note { Id = 1, Content = "tea" });
        var definition = new VectorStoreCollectionDefinition { Properties = [.. Definition().Take(5), new VectorStoreVectorProperty("Content", typeof(ReadOnlyMemory<float>), 24)] };
        using var plain = setup.Inner.GetDynamicCollection("notes", definition);
        await plain.EnsureCollectionExistsAsync();
        await Assert.ThrowsAsync<VectorStoreException>(() => plain.UpsertAsync(new Dictionary<string, object?> { ["Id"] = 1, ["Year"] = 1, ["Content"] = new ReadOnlyMemory<float>(new float[24]) }));
        await Assert.ThrowsAsync<VectorStoreException>(() => plain.SearchAsync(new ReadOnlyMemory<float>(new float[24]), 1).ListAsync());
        Assert.NotNull(await setup.Notes.GetAsync(1));
    }

    [Fact]
    public async Task Open_EarlyExitsAfterPlainWasOpenedOnly_StillRefusesPlain()
    {
        using var setup = new Setup();
        var plain = setup.Store.GetCollection<int, Note>("notes", new() { Properties = Definition(), EmbeddingGenerator = new FakeGenerator(null) });
        Assert.False(await plain.CollectionExistsAsync());
        await Assert.ThrowsAsync<VectorStoreException>(() => plain.GetAsync(1));
        await setup.CreateNotesAsync();
        var error = await Assert.ThrowsAsync<VectorStoreException>(() => plain.UpsertAsync(new Note { Id = 2, Content = "tea" }));
        Assert.Contains("fake-1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PassThrough_GeneratorWithoutExits_IsTheInnerStoreItself()
    {
        using var setup = new Setup(o => o.EmbeddingGenerator = new FakeGenerator(null));
        var passed = setup.Store.GetCollection<int, Note>("notes");
        Assert.IsType<ReferenceCollection<int, Note>>(passed.GetService(typeof(ReferenceCollection<int, Note>)));
        await passed.EnsureCollectionExistsAsync();
        await passed.UpsertAsync(Enumerable.Range(1, 20).Select(i => new Note { Id = i, Content = $"tea {i}", Year = i }));

        var direct = new ReferenceVectorStore().GetCollection<int, Note>("notes", new() { EmbeddingGenerator = new FakeGenerator(null), Properties = Definition() });
        await direct.EnsureCollectionExistsAsync();
        await direct.UpsertAsync(Enumerable.Range(1, 20).Select(i => new Note { Id = i, Content = $"tea {i}", Year = i }));
        var expected = await direct.SearchAsync("tea 3", 7, new() { Filter = n => n.Year > 2, Skip = 1 }).ListAsync();
        var actual = await passed.SearchAsync("tea 3", 7, new() { Filter = n => n.Year > 2, Skip = 1 }).ListAsync();
        Assert.Equal(expected.Select(r => (r.Record.Id, r.Score)), actual.Select(r => (r.Record.Id, r.Score)));
        Assert.Equal(0, setup.Encoder.Encoded);
    }

    [Fact]
    public void PassThrough_NativeVectorsOnly_IsTheInnerStoreItself()
    {
        using var setup = new Setup();
        var definition = new VectorStoreCollectionDefinition
        {
            Properties = [new VectorStoreKeyProperty("Id", typeof(int)), new VectorStoreVectorProperty("Vector", typeof(ReadOnlyMemory<float>), 3)],
        };
        Assert.NotNull(setup.Store.GetDynamicCollection("plain", definition).GetService(typeof(ReferenceCollection<object, Dictionary<string, object?>>)));
    }

    [Fact]
    public void Open_WrongDimensionsOrDistance_SaysWhatToDeclare()
    {
        using var setup = new Setup();
        var wrong = new VectorStoreCollectionDefinition { Properties = [.. Definition().Take(5), new VectorStoreVectorProperty("Content", typeof(string), 7)] };
        Assert.Contains("Declare 24", Assert.Throws<InvalidOperationException>(() => setup.Store.GetCollection<int, Note>("n", wrong)).Message, StringComparison.Ordinal);
        ((VectorStoreVectorProperty)wrong.Properties[^1]).Dimensions = 24;
        ((VectorStoreVectorProperty)wrong.Properties[^1]).DistanceFunction = DistanceFunction.EuclideanDistance;
        Assert.Contains("CosineSimilarity", Assert.Throws<NotSupportedException>(() => setup.Store.GetCollection<int, Note>("n", wrong)).Message, StringComparison.Ordinal);
        wrong.Properties[^1] = new VectorStoreVectorProperty("Content", typeof(string), 24);
        wrong.Properties.Add(new VectorStoreDataProperty("Content_exit", typeof(string)));
        Assert.Throws<InvalidOperationException>(() => setup.Store.GetDynamicCollection("n", wrong));
    }

    [SkippableTheory]
    [InlineData(InnerKind.Reference)]
    [InlineData(InnerKind.Usearch)]
    [InlineData(InnerKind.Postgres)]
    internal async Task Get_KeysFiltersAndOrder_ReturnsTheUsersRecords(InnerKind inner)
    {
        using var setup = new Setup(inner: inner);
        var notes = await setup.CreateNotesAsync();
        await notes.UpsertAsync(Enumerable.Range(1, 10).Select(i => new Note { Id = i, Content = $"tea {i}", Year = i % 3, Place = i > 5 ? "Oslo" : null, Pinned = i == 7 }));
        Assert.Equal([3, 1], (await notes.GetAsync([3, 1, 99]).ListAsync()).Select(n => n.Id));
        var page = await notes.GetAsync(n => n.Place == "Oslo" || n.Id < 3, 3, new() { Skip = 1, OrderBy = o => o.Descending(n => n.Year).Ascending(n => n.Id) }).ListAsync();
        Assert.Equal([8, 1, 7], page.Select(n => n.Id));
        Assert.Equal("default", page[0].NotStored);
        Assert.Equal([7], (await notes.GetAsync(n => n.Pinned == true, 10).ListAsync()).Select(n => n.Id));
        Assert.Equal(5, (await notes.GetAsync(n => n.Place == null, 10).ListAsync()).Count);
        Assert.Equal([2, 4], (await notes.GetAsync(n => new[] { 2, 4 }.Contains(n.Id), 10).ListAsync()).Select(n => n.Id).Order());
        Assert.Null(await notes.GetAsync(77));
    }

    [Fact]
    public async Task Filter_ByContentOrByTheRecordItself_SaysWhy()
    {
        using var setup = new Setup();
        var notes = await setup.CreateNotesAsync();
        Assert.Contains("not stored", Assert.Throws<InvalidOperationException>(() => notes.GetAsync(n => n.Content == "tea", 1)).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => notes.GetAsync(n => n.NotStored == "x", 1));
        Assert.Throws<NotSupportedException>(() => notes.GetAsync(n => IsOld(n), 1));
    }

    [Fact]
    public async Task GetEncoded_WithAndWithoutFinishing_GivesVectorsAndExits()
    {
        using var setup = new Setup(o => (o.Policy, o.FixedLayer) = (ExitPolicy.Fixed, 1));
        var notes = await setup.CreateNotesAsync();
        await notes.UpsertAsync([new Note { Id = 1, Content = "tea" }, new Note { Id = 2, Content = "rain" }]);
        var coarse = await notes.GetEncodedAsync([1, 2, 3]);
        Assert.Equal([1, 2], coarse.Keys.Order());
        Assert.Equal(setup.Encoder.Vector("tea", new("text", 1, 4)), coarse[1].Vector.ToArray());
        setup.Activations.Entries.TryRemove(setup.Activations.Entries.Keys.Single(k => k.Contains("\u001f2\u001f", StringComparison.Ordinal)), out _);

        var finished = await notes.GetEncodedAsync([1, 2], finish: true);
        Assert.Equal(setup.Encoder.Vector("tea", setup.Encoder.Full("text")), finished[1].Vector.ToArray());
        Assert.Equal(new ExitLayer("text", 1, 4), finished[2].Exit);
        Assert.Equal(["text_exit_01", "text_full"], (await setup.InnerNotesAsync()).Select(r => (string)r["Content_exit"]!).Order());
    }

    [Fact]
    public async Task UpsertEncoded_GivenEmbedding_IsFoundAndChecked()
    {
        using var setup = new Setup();
        var notes = await setup.CreateNotesAsync();
        var full = setup.Encoder.Full("image");
        await notes.UpsertEncodedAsync([new(new Note { Id = 5, Year = 3 }, new EncodedItem(setup.Encoder.Vector("tea gist", full), full, null))]);
        var hit = Assert.Single(await notes.SearchAsync("tea", 3).ListAsync());
        Assert.Equal((5, 3), (hit.Record.Id, hit.Record.Year));
        Assert.Equal(0, setup.Encoder.Encoded);
        await Assert.ThrowsAsync<ArgumentException>(() => notes.UpsertEncodedAsync([new(new Note { Id = 6 }, new EncodedItem(new float[3], full, null))]));
        await Assert.ThrowsAsync<ArgumentException>(() => notes.UpsertEncodedAsync([new(new Note { Id = 6 }, new EncodedItem(new float[24].Select(_ => float.NaN).ToArray(), full, null))]));
        await Assert.ThrowsAsync<ArgumentException>(() => notes.UpsertEncodedAsync([new(new Note { Id = 6 }, new EncodedItem(new float[24], new("sound", 1, 2), null))]));
    }

    [Fact]
    public async Task Services_Registered_ResolveOneStoreAndItsCollection()
    {
        using var encoder = new FakeEncoder();
        using var inner = new ReferenceVectorStore();
        await using var services = new ServiceCollection()
            .AddSingleton<IEmbeddingGenerator>(new FakeGenerator(encoder))
            .AddSingleton<IActivationStore>(new FakeActivationStore())
            .AddReminisceVectorStore(_ => inner)
            .AddReminisceCollection<int, Note>("notes")
            .BuildServiceProvider();
        var store = services.GetRequiredService<VectorStore>();
        Assert.Same(services.GetRequiredService<ReminisceVectorStore>(), store);
        var notes = Assert.IsType<ReminisceCollection<int, Note>>(services.GetRequiredService<VectorStoreCollection<int, Note>>());
        Assert.Same(notes, services.GetRequiredService<IVectorSearchable<Note>>());
        await notes.EnsureCollectionExistsAsync();
        await notes.UpsertAsync(new Note { Id = 1, Content = "tea" });
        Assert.Equal(1, encoder.Encoded);
        var metadata = (VectorStoreCollectionMetadata)notes.GetService(typeof(VectorStoreCollectionMetadata))!;
        Assert.Equal(("reminisce", "notes"), (metadata.VectorStoreSystemName, metadata.CollectionName));
    }

    [SkippableTheory]
    [InlineData(InnerKind.Reference)]
    [InlineData(InnerKind.Usearch)]
    [InlineData(InnerKind.Postgres)]
    internal async Task FilteredOperations_CountAndDelete_FreeActivations(InnerKind inner)
    {
        using var setup = new Setup(o => (o.Policy, o.FixedLayer) = (ExitPolicy.Fixed, 1), inner);
        var notes = await setup.CreateNotesAsync();
        await notes.UpsertAsync(Enumerable.Range(1, 20).Select(i => new Note { Id = i, Content = $"tea {i}", Year = i % 4 }));
        await notes.GetEncodedAsync([1, 2], finish: true);
        Assert.Equal(15, await notes.CountAsync(n => n.Year > 0));
        Assert.Equal(20, await notes.CountAsync());
        var exits = await notes.CountByExitAsync();
        Assert.Equal(18, exits[new("text", 1, 4)]);
        Assert.Equal(2, exits[setup.Encoder.Full("text")]);
        Assert.Equal(5, await notes.DeleteAsync(n => n.Year == 3));
        Assert.Equal(13, setup.Activations.Entries.Count);
        Assert.Equal(15, await notes.CountAsync());
    }

    private static bool IsOld(Note note) => note.Year < 2000;

    internal static IList<VectorStoreProperty> Definition() =>
    [
        new VectorStoreKeyProperty("Id", typeof(int)),
        new VectorStoreDataProperty("Year", typeof(int)),
        new VectorStoreDataProperty("Place", typeof(string)),
        new VectorStoreDataProperty("Words", typeof(string)),
        new VectorStoreDataProperty("Pinned", typeof(bool?)),
        new VectorStoreVectorProperty("Content", typeof(string), 24),
    ];
}
