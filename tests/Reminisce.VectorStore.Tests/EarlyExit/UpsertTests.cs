using Microsoft.Extensions.AI;
using Microsoft.Extensions.VectorData;
using Reminisce.VectorData.Tests.Fakes;

namespace Reminisce.VectorData.Tests.EarlyExit;

public class UpsertTests
{
    [Fact]
    public async Task Upsert_NewRecords_OneVectorOfThePredictedExitEach()
    {
        using var setup = new Setup();
        var notes = await setup.CreateNotesAsync();
        await notes.UpsertAsync(Enumerable.Range(1, 30).Select(i => new Note { Id = i, Content = $"tea cup {i}", Year = i }));

        var rows = await setup.InnerNotesAsync();
        Assert.Equal(30, rows.Count);
        foreach (var row in rows)
        {
            var exit = Assert.Single(setup.ExitsOf(row));
            var text = $"tea cup {row["Id"]}";
            Assert.Equal(setup.Encoder.Predicted("text", text), exit);
            Assert.Equal(exit.Name, row["Content_exit"]);
            Assert.Equal(setup.Encoder.Vector(text, exit), ((ReadOnlyMemory<float>)row[$"Content_{exit.Name}"]!).ToArray());
        }

        Assert.Equal(rows.Count(r => r["Content_exit"] as string != "text_full"), setup.Activations.Entries.Count);
        Assert.InRange(setup.Activations.Entries.Count, 1, 29);
    }

    [Fact]
    public async Task Upsert_OneRecordCannotBeEncoded_ThrowsNamingItAndStoresNothing()
    {
        using var setup = new Setup();
        var notes = await setup.CreateNotesAsync();
        var error = await Assert.ThrowsAsync<VectorStoreException>(() => notes.UpsertAsync(
            [new Note { Id = 1, Content = "tea" }, new Note { Id = 7, Content = "tea BAD" }]));
        Assert.Contains("'7'", error.Message, StringComparison.Ordinal);
        Assert.Contains("The picture is damaged.", error.Message, StringComparison.Ordinal);
        Assert.Equal("notes", error.CollectionName);
        Assert.Empty(await setup.InnerNotesAsync());
        Assert.Empty(setup.Activations.Entries);
    }

    [Fact]
    public async Task UpsertDetailed_OneRecordCannotBeEncoded_StoresTheOthers()
    {
        using var setup = new Setup();
        var notes = await setup.CreateNotesAsync();
        var outcomes = await notes.UpsertDetailedAsync(
            [new Note { Id = 1, Content = "tea" }, new Note { Id = 7, Content = "tea BAD" }, new Note { Id = 8 }, new Note { Id = 9, Content = "rain" }]);
        Assert.Equal([1, 7, 8, 9], outcomes.Select(o => o.Key));
        Assert.IsType<InvalidDataException>(outcomes[1].Error);
        Assert.Contains("UpdateDataAsync", outcomes[2].Error!.Message, StringComparison.Ordinal);
        Assert.Equal(setup.Encoder.Predicted("text", "rain"), outcomes[3].Exit);
        Assert.Null(outcomes[7 - 6].Exit);
        Assert.Equal([1, 9], (await setup.InnerNotesAsync()).Select(r => (int)r["Id"]!).Order());
    }

    [Fact]
    public async Task Upsert_SameContentAgain_NoEncoderWorkAndNewData()
    {
        using var setup = new Setup();
        var notes = await setup.CreateNotesAsync();
        var batch = Enumerable.Range(1, 12).Select(i => new Note { Id = i, Content = $"tea {i}", Year = 1 }).ToList();
        await notes.UpsertAsync(batch);
        var before = await setup.InnerNotesAsync();
        batch.ForEach(n => n.Year = 2);
        var outcomes = await notes.UpsertDetailedAsync(batch);

        Assert.Equal(12, setup.Encoder.Encoded);
        Assert.All(outcomes, o => Assert.True(o.Reused));
        var after = await setup.InnerNotesAsync();
        Assert.All(after, r => Assert.Equal(2, r["Year"]));
        Assert.Equal(before.Select(r => EncodingStamp.Parse(r["Content_source"] as string)), after.Select(r => EncodingStamp.Parse(r["Content_source"] as string)));
        Assert.All(after, r => Assert.Single(setup.ExitsOf(r)));
    }

    [Fact]
    public async Task Upsert_SameContentButActivationLost_EncodesAgain()
    {
        using var setup = new Setup(o => (o.Policy, o.FixedLayer) = (ExitPolicy.Fixed, 1));
        var notes = await setup.CreateNotesAsync();
        await notes.UpsertAsync(new Note { Id = 1, Content = "tea" });
        setup.Activations.Entries.Clear();
        await notes.UpsertAsync(new Note { Id = 1, Content = "tea" });
        Assert.Equal(2, setup.Encoder.Encoded);
        Assert.Single(setup.Activations.Entries);
    }

    [Fact]
    public async Task Upsert_OtherContent_FreesTheOldActivation()
    {
        using var setup = new Setup(o => (o.Policy, o.FixedLayer) = (ExitPolicy.Fixed, 1));
        var notes = await setup.CreateNotesAsync();
        await notes.UpsertAsync(new Note { Id = 1, Content = "tea" });
        var old = Assert.Single(setup.Activations.Entries).Key;
        await notes.UpsertAsync(new Note { Id = 1, Content = "rain" });
        Assert.NotEqual(old, Assert.Single(setup.Activations.Entries).Key);
        Assert.Single(setup.ExitsOf(Assert.Single(await setup.InnerNotesAsync())));
    }

    [Fact]
    public async Task Upsert_KeyTwiceInABatch_LastThatCanBeEncodedCounts()
    {
        using var setup = new Setup();
        var notes = await setup.CreateNotesAsync();
        await notes.UpsertDetailedAsync(
            [new Note { Id = 1, Content = "tea", Year = 1 }, new Note { Id = 1, Content = "rain", Year = 2 }, new Note { Id = 1, Content = "BAD", Year = 3 }]);
        var row = Assert.Single(await setup.InnerNotesAsync());
        Assert.Equal(2, row["Year"]);
        Assert.Equal(setup.Encoder.Predicted("text", "rain").Name, row["Content_exit"]);
    }

    [Fact]
    public async Task UpdateData_ExistingAndMissing_KeepsVectorsAndNamesTheMissing()
    {
        using var setup = new Setup();
        var notes = await setup.CreateNotesAsync();
        await notes.UpsertAsync(new Note { Id = 1, Content = "tea", Year = 1, Place = "Oslo" });
        var before = Assert.Single(await setup.InnerNotesAsync());
        var note = (await notes.GetAsync(1))!;
        Assert.Null(note.Content);
        note.Year = 5;
        var missing = await notes.UpdateDataAsync([note, new Note { Id = 2, Year = 9 }]);

        Assert.Equal([2], missing);
        Assert.Equal(1, setup.Encoder.Encoded);
        var after = Assert.Single(await setup.InnerNotesAsync());
        Assert.Equal(5, after["Year"]);
        Assert.Equal("Oslo", after["Place"]);
        var exit = Assert.Single(setup.ExitsOf(after));
        Assert.Equal(((ReadOnlyMemory<float>)before[$"Content_{exit.Name}"]!).ToArray(), ((ReadOnlyMemory<float>)after[$"Content_{exit.Name}"]!).ToArray());
    }

    [Fact]
    public async Task Delete_Records_FreesTheirActivations()
    {
        using var setup = new Setup(o => (o.Policy, o.FixedLayer) = (ExitPolicy.Fixed, 1));
        var notes = await setup.CreateNotesAsync();
        await notes.UpsertAsync(Enumerable.Range(1, 5).Select(i => new Note { Id = i, Content = $"tea {i}" }));
        await notes.DeleteAsync([1, 2, 99]);
        await notes.DeleteAsync(3);
        Assert.Equal(2, setup.Activations.Entries.Count);
        Assert.Equal([4, 5], (await setup.InnerNotesAsync()).Select(r => (int)r["Id"]!).Order());
    }

    [Fact]
    public async Task Upsert_BeforeTheCollectionExists_SaysWhatToDo()
    {
        using var setup = new Setup();
        var error = await Assert.ThrowsAsync<VectorStoreException>(() => setup.Notes.UpsertAsync(new Note { Id = 1, Content = "tea" }));
        Assert.Contains("EnsureCollectionExistsAsync", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, setup.Encoder.Encoded);
    }

    [Fact]
    public async Task Upsert_MixedTowersInADynamicCollection_EachInItsOwnSpace()
    {
        using var setup = new Setup();
        var definition = new VectorStoreCollectionDefinition
        {
            Properties =
            [
                new VectorStoreKeyProperty("Id", typeof(Guid)),
                new VectorStoreDataProperty("User", typeof(string)),
                new VectorStoreVectorProperty("Content", typeof(AIContent), 24),
            ],
        };
        var items = setup.Store.GetDynamicCollection("items", definition);
        await items.EnsureCollectionExistsAsync();
        var picture = new Dictionary<string, object?> { ["Content"] = new DataContent("tea picture"u8.ToArray(), "image/png"), ["User"] = "a" };
        var text = new Dictionary<string, object?> { ["Content"] = "tea words", ["User"] = "b" };
        await items.UpsertAsync([picture, text]);

        Assert.NotEqual(Guid.Empty, Assert.IsType<Guid>(picture["Id"]));
        var found = await items.SearchAsync("tea", 5, new() { Filter = r => (string)r["User"]! == "a" && (string)r["User"]! != "b" }).ListAsync();
        var hit = Assert.Single(found);
        Assert.Equal(picture["Id"], hit.Record["Id"]);
        Assert.Equal(setup.Encoder.Score("tea", "tea picture", setup.Encoder.Full("image")), hit.Score!.Value, 3);
        Assert.Equal(2, (await items.SearchAsync(new DataContent("tea"u8.ToArray(), "image/png"), 5).ListAsync()).Count);
    }
}
