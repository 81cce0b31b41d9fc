using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.VectorData;
using Reminisce.VectorData.Sql;
using Reminisce.VectorData.Sql.Migrations;
using Reminisce.VectorData.Storage;
using Reminisce.VectorData.Tests.Usearch;

namespace Reminisce.VectorData.Tests.Operations;

/// <summary>The road that later schemas will come by, walked with steps that only exist here.</summary>
public sealed class MigrationTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly TempFolder _photographs = new();

    private static IReadOnlyList<StoreMigration> Road { get; } =
    [
        new(1, "adds a table", connection => connection.Run("CREATE TABLE added(x INTEGER); INSERT INTO added SELECT count(*) FROM c1;")),
        new(2, "fills it", connection => connection.Run("ALTER TABLE added ADD COLUMN y TEXT NOT NULL DEFAULT 'y'; UPDATE added SET x = x + 1;")),
    ];

    [Fact]
    public async Task Open_OlderVersion_WalksTheRoadAndKeepsACopy()
    {
        var expected = await FillAsync();

        using (var engine = Open(_folder.Path, Road))
        {
            Assert.Equal((3, 21), await ReadAsync(engine));
        }

        using (Open(_folder.Path, Road))
        {
            // The second opening has nothing left to do.
        }

        Directory.CreateDirectory(_photographs.File("old"));
        File.Move(_folder.File("store.db.v1"), Path.Combine(_photographs.File("old"), "store.db"));
        using var old = new UsearchVectorStore(_photographs.File("old"));
        Assert.Equal(expected, await Sample.ReadAllAsync(old.GetDynamicCollection("c", Sample.Definition)));
    }

    [Fact]
    public async Task Open_NewFolder_WalksTheRoadWithoutACopy()
    {
        var road = new StoreMigration[] { new(1, "adds a table", connection => connection.Run("CREATE TABLE added(x INTEGER)")) };
        using (var engine = Open(_folder.Path, road))
        {
            Assert.Equal(2, await engine.ReadAsync(null, "Test", connection => connection.Number("PRAGMA user_version"), default));
        }

        Assert.False(File.Exists(_folder.File("store.db.v1")));
    }

    [Fact]
    public async Task Open_CrashAtAnyMomentOfTheRoad_IsBeforeOrAfterAStep()
    {
        await FillAsync();
        var moments = new List<(string Folder, int Version)>();

        // What a crash would leave: the files as they lie at that moment, with the step's changes spilled to the log.
        StoreMigration Photographed(StoreMigration step) => step with
        {
            Apply = connection =>
            {
                Photograph(moments, (int)step.From);
                connection.Run("PRAGMA cache_spill=1; PRAGMA cache_size=1;");
                step.Apply(connection);
                connection.Run("CREATE TABLE spill(b BLOB); INSERT INTO spill SELECT randomblob(100000) FROM c1; DROP TABLE spill;");
                Photograph(moments, (int)step.From);
            },
        };
        using (Open(_folder.Path, [.. Road.Select(Photographed)]))
        {
            Photograph(moments, 3);
        }

        Assert.Equal([1, 1, 2, 2, 3], moments.Select(moment => moment.Version));
        foreach (var (folder, version) in moments)
        {
            using (var raw = SqlConnections.OpenBare(Path.Combine(folder, "store.db")))
            {
                Assert.Equal(version, raw.Number("PRAGMA user_version"));
                Assert.Equal(version > 1, raw.Number("SELECT count(*) FROM sqlite_master WHERE name = 'added'") == 1);
                Assert.Equal("ok", raw.Text("PRAGMA integrity_check"));
            }

            using var engine = Open(folder, Road);
            Assert.Equal((3, 21), await ReadAsync(engine));
        }
    }

    [Fact]
    public async Task Open_StepFails_StaysBeforeItAndSaysWhich()
    {
        var expected = await FillAsync();
        var broken = new StoreMigration[] { Road[0] with { Apply = connection => connection.Run("CREATE TABLE added(x); INSERT INTO nowhere VALUES(1);") } };

        var error = Assert.Throws<VectorStoreException>(() => Open(_folder.Path, broken));

        Assert.Contains("from schema version 1 to 2 (adds a table)", error.Message, StringComparison.Ordinal);
        using var store = new UsearchVectorStore(_folder.Path);
        Assert.Equal(expected, await Sample.ReadAllAsync(store.GetDynamicCollection("c", Sample.Definition)));
    }

    [Fact]
    public async Task Open_NewerVersion_NamesBothAndWhatToDo()
    {
        await FillAsync();
        Open(_folder.Path, Road).Dispose();
        var bytes = await File.ReadAllBytesAsync(_folder.File("store.db"));
        foreach (var readOnly in new[] { false, true })
        {
            var error = Assert.Throws<VectorStoreException>(() => new UsearchVectorStore(_folder.Path, new() { ReadOnly = readOnly }));
            Assert.Contains("has schema version 3, newer than version 1", error.Message, StringComparison.Ordinal);
            Assert.Contains("update the library", error.Message, StringComparison.Ordinal);
        }

        Assert.Equal(bytes, await File.ReadAllBytesAsync(_folder.File("store.db")));
    }

    [Fact]
    public async Task OpenReadOnly_OlderVersion_AsksForAWriterOnce()
    {
        await FillAsync();
        var error = Assert.Throws<VectorStoreException>(() => StoreEngine.Open(new StoreFiles(_folder.Path), true, NullLogger.Instance, PhysicalFileStorage.Instance, Road));
        Assert.Contains("has schema version 1, and this version of the library reads version 3", error.Message, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _folder.Dispose();
        _photographs.Dispose();
    }

    private static StoreEngine Open(string folder, IReadOnlyList<StoreMigration> road) => StoreEngine.Open(new StoreFiles(folder), false, NullLogger.Instance, PhysicalFileStorage.Instance, road);

    private static Task<(long Version, long Added)> ReadAsync(StoreEngine engine)
        => engine.ReadAsync(null, "Test", connection => (connection.Number("PRAGMA user_version"), connection.Number("SELECT x FROM added WHERE y = 'y'")), default);

    private async Task<List<string>> FillAsync()
    {
        using var store = new UsearchVectorStore(_folder.Path);
        return await Sample.ReadAllAsync(await Sample.FillAsync(store, 20));
    }

    private void Photograph(List<(string Folder, int Version)> moments, int version)
    {
        var folder = _photographs.File($"moment{moments.Count}");
        Directory.CreateDirectory(folder);
        foreach (var file in Directory.GetFiles(_folder.Path, "store.db*").Where(file => !file.EndsWith("-shm", StringComparison.Ordinal)))
        {
            using var from = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var to = File.Create(Path.Combine(folder, Path.GetFileName(file)));
            from.CopyTo(to);
        }

        moments.Add((folder, version));
    }
}
