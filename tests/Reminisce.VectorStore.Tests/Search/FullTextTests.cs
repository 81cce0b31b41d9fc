using Microsoft.Data.Sqlite;
using Microsoft.Extensions.VectorData;
using Reminisce.VectorData.Tests.Usearch;

namespace Reminisce.VectorData.Tests.Search;

public sealed class FullTextTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly UsearchVectorStore _store;

    public FullTextTests() => _store = new UsearchVectorStore(_folder.Path);

    [Theory]
    [InlineData("receipts", "1,4")]
    [InlineData("RECEIPT", "1,4")]
    [InlineData("cafe", "2")]
    [InlineData("café receipt", "1,2,4")]
    [InlineData("nothing", "")]
    [InlineData("\"", "")]
    [InlineData("", "")]
    [InlineData("receipt\" OR d1:x NEAR( ) * ^ - {", "1,4")]
    [InlineData("AND NOT receipt", "1,4")]
    public async Task Words_FindRecords(string words, string expected)
    {
        var found = await Words(await FillAsync()).FullTextSearchAsync(words, 10).ToListAsync();
        Assert.Equal(expected, string.Join(',', found.Select(r => r.Record.Id).Order()));
        Assert.Equal(found.Select(r => r.Score).OrderDescending(), found.Select(r => r.Score));
        Assert.All(found, r => Assert.True(r.Score > 0));
    }

    [Fact]
    public async Task Rank_MoreMatchesFirst_FilterBeforeRanking()
    {
        var notes = await FillAsync();
        Assert.Equal(4, (await Words(notes).FullTextSearchAsync("receipt lunch", 1).SingleAsync()).Record.Id);
        Assert.Equal([1], await Words(notes).FullTextSearchAsync("receipt lunch", 1, new() { Filter = n => n.Number == 1 }).Select(r => r.Record.Id).ToListAsync());
        Assert.Equal([1], await Words(notes).FullTextSearchAsync("receipt lunch", 5, new() { Skip = 1 }).Select(r => r.Record.Id).ToListAsync());
    }

    [Fact]
    public async Task Changes_AreFollowed()
    {
        var notes = await FillAsync();
        await notes.UpsertAsync(new Note { Id = 1, Text = "train ticket" });
        await notes.DeleteAsync(4);
        Assert.Equal(0, await Words(notes).FullTextSearchAsync("receipt", 10).CountAsync());
        Assert.Equal(1, await Words(notes).FullTextSearchAsync("tickets", 10).CountAsync());
    }

    [Fact]
    public async Task ChangeOfOtherData_LeavesTheIndexOfWordsAlone()
    {
        var notes = await FillAsync();
        var before = IndexOfWords();

        await notes.UpsertAsync(new Note { Id = 4, Number = 7, Text = "Receipts, lunch", Vector = new[] { 0.9f, 0.1f, 0, 0 } });
        await notes.UpsertAsync(new Note { Id = 3, Number = 7, Text = null, Vector = new float[] { 0, 0, 1, 0 } });
        Assert.Equal(before, IndexOfWords());

        await notes.UpsertAsync(new Note { Id = 3, Text = "lunch", Vector = new float[] { 0, 0, 1, 0 } });
        await notes.UpsertAsync(new Note { Id = 4, Text = null, Vector = new[] { 0.9f, 0.1f, 0, 0 } });
        Assert.NotEqual(before, IndexOfWords());
        Assert.Equal([3], await Words(notes).FullTextSearchAsync("lunch", 10).Select(r => r.Record.Id).ToListAsync());
    }

    [Fact]
    public async Task Hybrid_FusesBothRankings()
    {
        var notes = await FillAsync();
        var query = new float[] { 1, 0, 0, 0 };
        var found = await notes.HybridSearchAsync(query, ["lunch"], 10).ToListAsync();

        // Second by vector and first by words beats first by vector alone.
        Assert.Equal([4, 2], found.Take(2).Select(r => r.Record.Id));
        Assert.Equal((1 / 62.0) + (1 / 61.0), found[0].Score!.Value, 9);
        Assert.Equal(4, found.Count);
        Assert.Equal([1], await notes.HybridSearchAsync(query, ["lunch"], 3, new() { Filter = n => n.Number == 1 }).Select(r => r.Record.Id).ToListAsync());
        Assert.Equal([2], await notes.HybridSearchAsync(query, ["lunch"], 1, new() { Skip = 1 }).Select(r => r.Record.Id).ToListAsync());
        Assert.Single(await notes.HybridSearchAsync(query, ["lunch"], 5, new() { ScoreThreshold = 0.03 }).ToListAsync());
    }

    public void Dispose()
    {
        _store.Dispose();
        _folder.Dispose();
    }

    /// <summary>The blocks of the index of words as they lie in the file.</summary>
    private List<string> IndexOfWords()
    {
        using var connection = new SqliteConnection($"Data Source={_folder.File("store.db")};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT name FROM sqlite_master WHERE name LIKE '%_f_data'";
        command.CommandText = $"SELECT id || ' ' || hex(block) FROM {(string)command.ExecuteScalar()!} ORDER BY id";
        using var reader = command.ExecuteReader();
        var blocks = new List<string>();
        while (reader.Read())
        {
            blocks.Add(reader.GetString(0));
        }

        return blocks;
    }

    private static IFullTextSearchable<Note> Words(UsearchCollection<int, Note> notes)
        => Assert.IsType<IFullTextSearchable<Note>>(notes.GetService(typeof(IFullTextSearchable<Note>)), exactMatch: false);

    private async Task<UsearchCollection<int, Note>> FillAsync()
    {
        var notes = _store.GetCollection<int, Note>("notes");
        await notes.EnsureCollectionExistsAsync();
        await notes.UpsertAsync(
        [
            new Note { Id = 1, Number = 1, Text = "The receipt from the shop, which was long and told of many other things", Vector = new float[] { 0, 1, 0, 0 } },
            new Note { Id = 2, Text = "Café by the river", Vector = new float[] { 1, 0, 0, 0 } },
            new Note { Id = 3, Text = null, Vector = new float[] { 0, 0, 1, 0 } },
            new Note { Id = 4, Text = "Receipts, lunch", Vector = new[] { 0.9f, 0.1f, 0, 0 } },
        ]);
        return notes;
    }
}
