using System.Runtime.Versioning;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.VectorData;
using Reminisce.VectorData.Tests.Usearch;

namespace Reminisce.VectorData.Tests.Sql;

public sealed class StoreOpeningTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public async Task SecondProcess_IsRefusedByNumber_ReadOnlyIsLetIn()
    {
        using (var store = new UsearchVectorStore(_folder.Path))
        {
            await store.GetCollection<int, Note>("notes").EnsureCollectionExistsAsync();
        }

        // What another process does: it holds the lock file, whose owner's number lies beside it.
        using (new FileStream(_folder.File("store.lock"), FileMode.Open, FileAccess.ReadWrite, FileShare.None))
        {
            await File.WriteAllTextAsync(_folder.File("store.lock.owner"), "4711");
            var error = Assert.Throws<VectorStoreException>(() => new UsearchVectorStore(_folder.Path));
            Assert.Equal($"Store {_folder.Path} is open in process 4711: close it, or open it read-only.", error.Message);

            using var reading = new UsearchVectorStore(_folder.Path, new() { ReadOnly = true });
            Assert.True(await reading.CollectionExistsAsync("notes"));
        }

        using var free = new UsearchVectorStore(_folder.Path);
    }

    [Fact]
    public async Task Dispose_AfterReadsAndWrites_LeavesOneDatabaseFileWithoutLog()
    {
        using (var store = new UsearchVectorStore(_folder.Path))
        {
            var notes = store.GetCollection<int, Note>("notes");
            await notes.EnsureCollectionExistsAsync();
            await notes.UpsertAsync(new Note { Id = 1, Text = "folded in" });
            Assert.NotNull(await notes.GetAsync(1));
        }

        Assert.False(File.Exists(_folder.File("store.db-wal")));
        using var again = new UsearchVectorStore(_folder.Path);
        Assert.Equal("folded in", (await again.GetCollection<int, Note>("notes").GetAsync(1))!.Text);
    }

    [Fact]
    public async Task SameProcess_SharesTheFolder()
    {
        using var first = new UsearchVectorStore(_folder.Path);
        using var second = new UsearchVectorStore(_folder.Path + Path.DirectorySeparatorChar);
        var written = first.GetCollection<int, Note>("notes");
        await written.EnsureCollectionExistsAsync();
        await written.UpsertAsync(new Note { Id = 1, Text = "shared" });
        first.Dispose();
        Assert.Equal("shared", (await second.GetCollection<int, Note>("notes").GetAsync(1))!.Text);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => written.GetAsync(1));
    }

    [Fact]
    public async Task Damaged_NamesTheFile_AndLeavesItAlone()
    {
        var bytes = Enumerable.Range(0, 20_000).Select(i => (byte)(i * 7)).ToArray();
        await File.WriteAllBytesAsync(_folder.File("store.db"), bytes);
        var error = Assert.Throws<VectorStoreException>(() => new UsearchVectorStore(_folder.Path));
        Assert.Contains(_folder.File("store.db"), error.Message, StringComparison.Ordinal);
        Assert.Contains("damaged", error.Message, StringComparison.Ordinal);
        Assert.Equal("Open", error.OperationName);
        Assert.Equal(bytes, await File.ReadAllBytesAsync(_folder.File("store.db")));
    }

    [Theory]
    [InlineData("PRAGMA user_version = 99", "newer")]
    [InlineData("PRAGMA application_id = 5", "another program")]
    public void NewerOrForeign_IsRefused(string change, string expected)
    {
        new UsearchVectorStore(_folder.Path).Dispose();
        Execute(change);
        var error = Assert.Throws<VectorStoreException>(() => new UsearchVectorStore(_folder.Path));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DatabaseOfAnotherProgram_IsRefusedUnchanged()
    {
        Execute("CREATE TABLE theirs(x); INSERT INTO theirs VALUES('kept')");
        var bytes = await File.ReadAllBytesAsync(_folder.File("store.db"));
        Assert.Contains("another program", Assert.Throws<VectorStoreException>(() => new UsearchVectorStore(_folder.Path)).Message, StringComparison.Ordinal);
        Assert.Contains("another program", Assert.Throws<VectorStoreException>(() => new UsearchVectorStore(_folder.Path, new() { ReadOnly = true })).Message, StringComparison.Ordinal);
        Assert.Equal(bytes, await File.ReadAllBytesAsync(_folder.File("store.db")));
    }

    [Fact]
    public void OwnerCannotBeWritten_TheLockIsGivenBack()
    {
        Directory.CreateDirectory(_folder.File("store.lock.owner"));
        var error = Assert.Throws<VectorStoreException>(() => new UsearchVectorStore(_folder.Path));
        Assert.Equal("Open", error.OperationName);
        Directory.Delete(_folder.File("store.lock.owner"));
        using var store = new UsearchVectorStore(_folder.Path);
    }

    [SkippableFact]
    [UnsupportedOSPlatform("windows")]
    public async Task ReadOnlyFolder_SaysSo_AndIsServedOnceWritable()
    {
        Skip.If(OperatingSystem.IsWindows() || Environment.UserName == "root", "Only a user who is not root can be kept from writing.");
        using (var store = new UsearchVectorStore(_folder.Path))
        {
            await store.GetCollection<int, Note>("notes").EnsureCollectionExistsAsync();
            await store.GetCollection<int, Note>("notes").UpsertAsync(new Note { Id = 1, Text = "kept" });
        }

        File.SetUnixFileMode(_folder.Path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        try
        {
            Assert.Equal("Open", Assert.Throws<VectorStoreException>(() => new UsearchVectorStore(_folder.Path)).OperationName);
        }
        finally
        {
            File.SetUnixFileMode(_folder.Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        using var again = new UsearchVectorStore(_folder.Path);
        Assert.Equal("kept", (await again.GetCollection<int, Note>("notes").GetAsync(1))!.Text);
    }

    [Fact]
    public async Task EmptyDatabaseFile_BecomesAStore()
    {
        await File.WriteAllBytesAsync(_folder.File("store.db"), []);
        using var store = new UsearchVectorStore(_folder.Path);
        await store.GetCollection<int, Note>("notes").EnsureCollectionExistsAsync();
        Assert.Equal(["notes"], await store.ListCollectionNamesAsync().ToListAsync());
    }

    [Fact]
    public void ReadOnly_WithoutStore_SaysSo()
    {
        var error = Assert.Throws<VectorStoreException>(() => new UsearchVectorStore(_folder.Path, new() { ReadOnly = true }));
        Assert.Contains("no store", error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public async Task DamagedPage_OneClearSentence_OthersStillServed()
    {
        using (var store = new UsearchVectorStore(_folder.Path))
        {
            var notes = store.GetCollection<int, Note>("notes");
            await notes.EnsureCollectionExistsAsync();
            await notes.UpsertAsync(Enumerable.Range(1, 3000).Select(i => new Note { Id = i, Text = new string('x', 200) }));
        }

        await using (var file = File.OpenWrite(_folder.File("store.db")))
        {
            file.Position = file.Length / 4;
            await file.WriteAsync(Enumerable.Repeat((byte)0xEE, (int)file.Length / 2).ToArray());
        }

        using var damaged = new UsearchVectorStore(_folder.Path);
        var read = damaged.GetCollection<int, Note>("notes");
        var error = await Assert.ThrowsAsync<VectorStoreException>(async () => await read.GetAsync(n => n.Flag, 10).ToListAsync());
        Assert.Contains("damaged", error.Message, StringComparison.Ordinal);
        Assert.Equal("notes", error.CollectionName);
        Assert.Equal(["notes"], await damaged.ListCollectionNamesAsync().ToListAsync());
    }

    [Fact]
    public async Task Full_NothingStored_StoreStaysUsable()
    {
        using var store = new UsearchVectorStore(_folder.Path);
        var notes = store.GetCollection<int, Note>("notes");
        await notes.EnsureCollectionExistsAsync();
        await notes.UpsertAsync(new Note { Id = 1, Text = "kept" });
        await store.Engine.WriteAsync("notes", "Test", (connection, _) => SetPages(connection, 100), default);

        var huge = Enumerable.Range(2, 200).Select(i => new Note { Id = i, Text = new string((char)('a' + (i % 26)), 50_000) });
        var error = await Assert.ThrowsAsync<VectorStoreException>(() => notes.UpsertAsync(huge));
        Assert.Contains("disk is full", error.Message, StringComparison.Ordinal);
        Assert.Equal(1, await notes.CountAsync());

        await store.Engine.WriteAsync("notes", "Test", (connection, _) => SetPages(connection, 1_000_000), default);
        await notes.UpsertAsync(new Note { Id = 2, Text = "again" });
        Assert.Equal(2, await notes.CountAsync());
    }

    public void Dispose() => _folder.Dispose();

    // SQLite reports a reached page limit with the very code of a full disk.
    private static bool SetPages(SqliteConnection connection, int pages)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"PRAGMA max_page_count = {pages}";
        return command.ExecuteNonQuery() != 0;
    }

    private void Execute(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={_folder.File("store.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
