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
