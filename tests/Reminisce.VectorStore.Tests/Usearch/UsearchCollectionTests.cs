using Microsoft.Extensions.VectorData;

namespace Reminisce.VectorData.Tests.Usearch;

public sealed class UsearchCollectionTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly UsearchVectorStore _store;

    public UsearchCollectionTests() => _store = new UsearchVectorStore(_folder.Path);

    [Fact]
    public async Task Upsert_ThenReopen_FindsEverythingAgain()
    {
        var notes = await NotesAsync();
        var written = NoteSamples.Create(50);
        await notes.UpsertAsync(written);
        _store.Dispose();

        using var again = new UsearchVectorStore(_folder.Path);
        var read = await again.GetCollection<int, Note>("notes").GetAsync(n => true, 100, new() { IncludeVectors = true }).ToListAsync();
        Assert.Equal(written.Select(Describe), read.Select(Describe));
        Assert.Equal(["notes"], await again.ListCollectionNamesAsync().ToListAsync());
    }

    [Fact]
    public async Task Upsert_SameKeyTwiceInBatch_LastWins()
    {
        var notes = await NotesAsync();
        await notes.UpsertAsync([new Note { Id = 1, Text = "first" }, new Note { Id = 1, Text = "last" }]);
        Assert.Equal("last", (await notes.GetAsync(1))!.Text);
        Assert.Equal(1, await notes.CountAsync());
    }

    [Fact]
    public async Task Upsert_BadRecordInBatch_StoresNothing()
    {
        var notes = await NotesAsync();
        var nan = new Note { Id = 2, Vector = new[] { 1f, float.NaN, 0, 0 } };
        var error = await Assert.ThrowsAsync<ArgumentException>(() => notes.UpsertAsync([new Note { Id = 1 }, nan]));
        Assert.Contains("NaN", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, await notes.CountAsync());
    }

    [Fact]
    public async Task Upsert_VectorReplacedOrRemoved_SearchSeesIt()
    {
        var notes = await NotesAsync();
        await notes.UpsertAsync([new Note { Id = 1, Vector = new float[] { 1, 0, 0, 0 } }, new Note { Id = 2, Vector = new float[] { 0, 1, 0, 0 } }]);
        await notes.UpsertAsync([new Note { Id = 1, Vector = new float[] { 0, 0, 1, 0 } }, new Note { Id = 2, Vector = null }]);
        var found = await notes.SearchAsync(new float[] { 0, 0, 1, 0 }, 5).ToListAsync();
        Assert.Equal([(1, 1.0)], found.Select(r => (r.Record.Id, Math.Round(r.Score!.Value, 5))));
    }

    [Fact]
    public async Task Edge_BadArguments_ThrowBeforeAnythingHappens()
    {
        var notes = await NotesAsync();
        var vector = new float[] { 1, 0, 0, 0 };
        await Assert.ThrowsAsync<ArgumentException>(async () => await notes.SearchAsync(new float[3], 1).ToListAsync());
        await Assert.ThrowsAsync<ArgumentException>(async () => await notes.SearchAsync(new[] { 1f, float.PositiveInfinity, 0, 0 }, 1).ToListAsync());
        Assert.Equal("top", Assert.Throws<ArgumentOutOfRangeException>(() => notes.SearchAsync(vector, 0)).ParamName);
        Assert.Equal("top", Assert.Throws<ArgumentOutOfRangeException>(() => notes.GetAsync(n => true, 0)).ParamName);
        Assert.Equal("records", (await Assert.ThrowsAsync<ArgumentNullException>(() => notes.UpsertAsync((IEnumerable<Note>)null!))).ParamName);
        Assert.Equal("keys", Assert.Throws<ArgumentNullException>(() => notes.GetAsync((IEnumerable<int>)null!)).ParamName);
        await Assert.ThrowsAsync<NotSupportedException>(async () => await notes.SearchAsync("text", 1).ToListAsync());
    }

    [Fact]
    public async Task MissingCollection_IsNamed()
    {
        var missing = _store.GetCollection<int, Note>("nowhere");
        var error = await Assert.ThrowsAsync<VectorStoreException>(() => missing.UpsertAsync(new Note { Id = 1 }));
        Assert.Equal(("usearch", "nowhere", "Upsert"), (error.VectorStoreSystemName, error.CollectionName, error.OperationName));
        Assert.Contains("EnsureCollectionExistsAsync", error.Message, StringComparison.Ordinal);
        Assert.False(await missing.CollectionExistsAsync());
        await missing.EnsureCollectionDeletedAsync();
    }

    [Fact]
    public async Task Get_DeletingWhileEnumerating_YieldsEveryRecordOnce()
    {
        var notes = await NotesAsync();
        await notes.UpsertAsync(Enumerable.Range(1, 1500).Select(i => new Note { Id = i }));
        var seen = new List<int>();
        await foreach (var note in notes.GetAsync(n => true, int.MaxValue))
        {
            seen.Add(note.Id);
            await notes.DeleteAsync(note.Id);
        }

        Assert.Equal(Enumerable.Range(1, 1500), seen);
        Assert.Equal(0, await notes.CountAsync());
    }

    [Fact]
    public async Task Get_OrderSkipTop_LikeLinq()
    {
        var notes = await NotesAsync();
        var all = NoteSamples.Create(60);
        await notes.UpsertAsync(all);
        var found = await notes.GetAsync(n => n.Number >= 0, 10, new() { Skip = 5, OrderBy = o => o.Descending(n => n.Number).Ascending(n => n.When) }).ToListAsync();
        var expected = all.Where(n => n.Number >= 0).OrderByDescending(n => n.Number).ThenBy(n => n.When).ThenBy(n => n.Id).Skip(5).Take(10);
        Assert.Equal(expected.Select(n => n.Id), found.Select(n => n.Id));
    }

    [Fact]
    public async Task GetAndDelete_Batches()
    {
        var notes = await NotesAsync();
        await notes.UpsertAsync(NoteSamples.Create(10));
        Assert.Equal([7, 2], await notes.GetAsync([7, 99, 2]).Select(n => n.Id).ToListAsync());
        await notes.DeleteAsync([7, 99, 2]);
        Assert.Equal(8, await notes.CountAsync());
        Assert.Equal(4, await notes.DeleteAsync(n => n.Id < 6));
        Assert.Equal([6, 8, 9, 10], await notes.GetAsync(n => true, 100).Select(n => n.Id).ToListAsync());
        Assert.Equal(2, await notes.CountAsync(n => n.Id > 8));
    }

    [Fact]
    public async Task Delete_LeavesNoBytesInTheDatabase()
    {
        const string Secret = "zebra-crossing-7731";
        var notes = await NotesAsync();
        await notes.UpsertAsync([new Note { Id = 1, Text = Secret }, new Note { Id = 2, Text = "other" }]);
        await notes.DeleteAsync(1);
        _store.Dispose();
        foreach (var file in Directory.GetFiles(_folder.Path, "store.db*"))
        {
            Assert.DoesNotContain("zebra", System.Text.Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file)), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Schema_NewPropertyIsAdded_OtherTypeIsRefused()
    {
        var first = _store.GetDynamicCollection("c", Definition(new VectorStoreDataProperty("A", typeof(int))));
        await first.EnsureCollectionExistsAsync();
        await first.UpsertAsync(new Dictionary<string, object?> { ["Id"] = 1L, ["A"] = 5 });

        var more = _store.GetDynamicCollection("c", Definition(new VectorStoreDataProperty("A", typeof(int)), new VectorStoreDataProperty("B", typeof(double)), new VectorStoreDataProperty("C", typeof(int?))));
        await more.EnsureCollectionExistsAsync();
        var record = (await more.GetAsync(1L))!;
        Assert.Equal((5, 0.0, null), ((int)record["A"]!, (double)record["B"]!, record["C"]));

        var other = _store.GetDynamicCollection("c", Definition(new VectorStoreDataProperty("A", typeof(string))));
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => other.EnsureCollectionExistsAsync());
        Assert.Contains("'A'", error.Message, StringComparison.Ordinal);
        Assert.Equal(5, (await first.GetAsync(1L))!["A"]);
    }

    [Fact]
    public async Task Names_WithQuotesAndSql_AreOnlyNames()
    {
        var name = "x\"; DROP TABLE collections; --'[]`\u0001é";
        var property = "a\"b' c; --";
        var odd = _store.GetDynamicCollection(name, Definition(new VectorStoreDataProperty(property, typeof(string)) { IsIndexed = true, IsFullTextIndexed = true }));
        await odd.EnsureCollectionExistsAsync();
        await odd.UpsertAsync(new Dictionary<string, object?> { ["Id"] = 1L, [property] = "value" });
        Assert.Single(await odd.GetAsync(r => (string?)r[property] == "value", 5).ToListAsync());
        Assert.Equal([name], await _store.ListCollectionNamesAsync().ToListAsync());
        await odd.EnsureCollectionDeletedAsync();
        Assert.Empty(await _store.ListCollectionNamesAsync().ToListAsync());
    }

    [Fact]
    public async Task Statistics_CountRowsAndBytes()
    {
        var notes = await NotesAsync();
        await notes.UpsertAsync(NoteSamples.Create(20));
        var statistics = await _store.GetStatisticsAsync();
        Assert.Equal(20, statistics.Rows["notes"]);
        Assert.Equal(new FileInfo(_folder.File("store.db")).Length, statistics.DatabaseBytes);
        Assert.Equal(new FileInfo(_folder.File("store.db-wal")).Length, statistics.WalBytes);
    }

    public void Dispose()
    {
        _store.Dispose();
        _folder.Dispose();
    }

    internal static string Describe(Note note) => string.Join('|', note.Id, note.Text ?? "<null>", note.Number, note.Maybe, note.Flag, note.Weight, note.Price, note.When.ToString("O"), note.Tags is null ? "<null>" : string.Join(',', note.Tags), note.Small, note.Vector is { } v ? string.Join(',', v.ToArray()) : "<null>");

    private static VectorStoreCollectionDefinition Definition(params VectorStoreProperty[] properties)
        => new() { Properties = [new VectorStoreKeyProperty("Id", typeof(long)), .. properties] };

    private async Task<UsearchCollection<int, Note>> NotesAsync()
    {
        var notes = _store.GetCollection<int, Note>("notes");
        await notes.EnsureCollectionExistsAsync();
        return notes;
    }
}
