using Microsoft.Extensions.VectorData;
using Reminisce.VectorData.Tests.Search;
using Reminisce.VectorData.Tests.Usearch;
using Record = System.Collections.Generic.Dictionary<string, object?>;

namespace Reminisce.VectorData.Tests.Fixtures;

/// <summary>Stores written once and kept: every later version must open them, answer from them, and write to them.</summary>
public sealed class FrozenFormatTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public static TheoryData<string> Formats
        => new(Directory.GetDirectories(Root, "format-*").Select(folder => Path.GetFileName(folder)!).Order(StringComparer.Ordinal));

    private static string Root => Path.Combine(AppContext.BaseDirectory, "Fixtures");

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task Open_FrozenStore_ReadsEveryValue(string format)
    {
        using var store = Open(format);
        var records = store.GetDynamicCollection(FrozenRecords.Collection, FrozenRecords.Definition);

        Assert.Equal([FrozenRecords.Collection], await store.ListCollectionNamesAsync().ToListAsync());
        Assert.Equal(FrozenRecords.Count, await records.CountAsync());
        for (var i = 0; i < FrozenRecords.Count; i++)
        {
            var record = await records.GetAsync(FrozenRecords.Key(i), new() { IncludeVectors = true });
            Assert.Equal(FrozenRecords.Describe(FrozenRecords.Create(i)), FrozenRecords.Describe(record!));
        }

        Assert.Null(await records.GetAsync(FrozenRecords.Key(FrozenRecords.Count)));
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task Search_FrozenStore_ByVectorWordsAndFilter(string format)
    {
        using var log = new WarningLog();
        using var store = Open(format, log);
        var records = store.GetDynamicCollection(FrozenRecords.Collection, FrozenRecords.Definition);
        await SmallGraph.LoadAsync(store, FrozenRecords.Collection, "Picture");
        Assert.Empty(log.Warnings);
        foreach (var i in Enumerable.Range(0, FrozenRecords.Count).Except([7]))
        {
            var found = await records.SearchAsync(FrozenRecords.Picture(i), 1, new() { VectorProperty = r => r["Picture"] }).SingleAsync();
            Assert.Equal((FrozenRecords.Key(i), 1.0), ((string)found.Record["Key"]!, Math.Round(found.Score!.Value, 6)));
            var byWords = await records.SearchAsync(new float[] { i, 1, 0.1f }, 1, new() { VectorProperty = r => r["Words"] }).SingleAsync();
            Assert.Equal((FrozenRecords.Key(i), 0.0), ((string)byWords.Record["Key"]!, Math.Round(byWords.Score!.Value, 6)));
        }

        var words = (IFullTextSearchable<Record>)records.GetService(typeof(IFullTextSearchable<Record>))!;
        Assert.Equal(
            Enumerable.Range(0, 6).Select(i => FrozenRecords.Key((i * 2) + 1)).Order(StringComparer.Ordinal),
            await words.FullTextSearchAsync("harbours", 20).Select(r => (string)r.Record["Key"]!).OrderBy(key => key, StringComparer.Ordinal).ToListAsync());
        Assert.Equal(3, await records.CountAsync(r => (int)r["int"]! > int.MaxValue - 3));
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task Write_FrozenStore_IsKept(string format)
    {
        using (var store = Open(format))
        {
            var records = store.GetDynamicCollection(FrozenRecords.Collection, FrozenRecords.Definition);
            await records.EnsureCollectionExistsAsync();
            await SmallGraph.LoadAsync(store, FrozenRecords.Collection, "Picture");
            await records.UpsertAsync([FrozenRecords.Create(12), Changed()]);
            await records.DeleteAsync(FrozenRecords.Key(0));
        }

        using var again = new UsearchVectorStore(_folder.Path);
        var reread = again.GetDynamicCollection(FrozenRecords.Collection, FrozenRecords.Definition);
        await SmallGraph.LoadAsync(again, FrozenRecords.Collection, "Picture");
        Assert.Equal(FrozenRecords.Count, await reread.CountAsync());
        Assert.Equal(FrozenRecords.Key(1), await NearestAsync(FrozenRecords.Picture(20)));
        Assert.Equal(FrozenRecords.Key(12), await NearestAsync(FrozenRecords.Picture(12)));
        Assert.NotEqual(FrozenRecords.Key(0), await NearestAsync(FrozenRecords.Picture(0)));

        async Task<string> NearestAsync(float[] query)
            => (string)(await reread.SearchAsync(query, 1, new() { VectorProperty = r => r["Picture"] }).SingleAsync()).Record["Key"]!;

        static Record Changed() => new(FrozenRecords.Create(1)) { ["Picture"] = FrozenRecords.Picture(20) };
    }

    /// <summary>Writes the next version's fixture; does nothing unless asked to, see Fixtures/README.md.</summary>
    [Fact]
    public async Task Fixture_OfThisVersion_CanBeWritten()
    {
        var folder = Environment.GetEnvironmentVariable("REMINISCE_WRITE_FIXTURE") is { Length: > 0 } asked ? asked : _folder.Path;
        using (var store = new UsearchVectorStore(folder))
        {
            var records = store.GetDynamicCollection(FrozenRecords.Collection, FrozenRecords.Definition);
            await records.EnsureCollectionExistsAsync();
            await records.UpsertAsync(Enumerable.Range(0, FrozenRecords.Count).Select(FrozenRecords.Create));
            await SmallGraph.LoadAsync(store, FrozenRecords.Collection, "Picture");
        }

        Assert.True(File.Exists(Path.Combine(folder, "store.db")));
        Assert.False(File.Exists(Path.Combine(folder, "store.db-wal")));
    }

    public void Dispose() => _folder.Dispose();

    private UsearchVectorStore Open(string format, WarningLog? log = null)
    {
        foreach (var file in Directory.GetFiles(Path.Combine(Root, format), "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(_folder.Path, Path.GetRelativePath(Path.Combine(Root, format), file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        return new UsearchVectorStore(_folder.Path, new() { LoggerFactory = log ?? (Microsoft.Extensions.Logging.ILoggerFactory)Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance });
    }
}
