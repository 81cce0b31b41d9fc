using Microsoft.Extensions.VectorData;
using Reminisce.VectorData.Tests.Fakes;
using Reminisce.VectorData.Tests.Usearch;

namespace Reminisce.VectorData.Tests.Operations;

/// <summary>Pages of the database are overwritten; what the damage did not reach must come out again.</summary>
public sealed class SalvageTests : IDisposable
{
    private const int Count = 4000;
    private const int PageSize = 8192;

    private readonly TempFolder _folder = new();

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 5)]
    [InlineData(3, 40)]
    public async Task Repair_PagesInTheMiddleOverwritten_SavesTheRest(int seed, int pages)
    {
        var all = await FillAsync();
        var random = new Random(seed);
        var length = new FileInfo(_folder.File("store.db")).Length;
        using (var file = File.OpenWrite(_folder.File("store.db")))
        {
            for (var i = 0; i < pages; i++)
            {
                // The first pages hold the catalogue, whose loss is another test.
                file.Position = random.NextInt64(40, length / PageSize) * PageSize;
                file.Write(Enumerable.Repeat((byte)0xEE, PageSize).ToArray());
            }
        }

        var damaged = await File.ReadAllBytesAsync(_folder.File("store.db"));
        using (var store = new UsearchVectorStore(_folder.Path))
        {
            var report = await store.CheckAsync();
            Assert.Contains(report.Findings, finding => finding.Kind is UsearchFindingKind.Database or UsearchFindingKind.FullText);
            Assert.True(report.IsRepairable);
        }

        var repair = await UsearchVectorStore.RepairAsync(_folder.Path, new() { TimeProvider = new ManualTime() });

        Assert.Empty(repair.After.Findings);
        if (repair.SetAside is { } aside)
        {
            Assert.Equal(_folder.File("store.db.damaged-20260504T000000000Z"), aside);
            Assert.Equal(damaged, await File.ReadAllBytesAsync(aside));
        }

        using var repaired = new UsearchVectorStore(_folder.Path);
        var records = repaired.GetDynamicCollection("c", Sample.Definition);
        var saved = await Sample.ReadAllAsync(records);

        // A page holds at most some seventy of these records or hundred and ten of their vectors.
        Assert.InRange(saved.Count, Count - (pages * 75), Count);
        var known = all.ToDictionary(line => line[..9]);
        Assert.All(saved, line => Assert.Contains(line, new[] { known[line[..9]], known[line[..9]][..known[line[..9]].LastIndexOf('|')] + "|none" }));
        Assert.True(saved.Count(line => line.EndsWith("|none", StringComparison.Ordinal)) <= pages * 115);
        Assert.Equal(3, (await records.SearchAsync(new float[Sample.Dimensions], 3).ToListAsync()).Count);
        await records.UpsertAsync(Sample.Create(Count + 1, random));
        Assert.NotNull(await records.GetAsync($"key-{Count + 1:00000}"));
        Assert.False(Directory.Exists(_folder.File("salvage.partial")));
    }

    [Fact]
    public async Task Repair_DataTableRootOverwritten_LosesItAndSaysSo()
    {
        await FillAsync();
        Overwrite(RootOf("c1"));
        var repair = await UsearchVectorStore.RepairAsync(_folder.Path);
        Assert.Empty(repair.After.Findings);
        Assert.Contains(repair.Actions, action => action.StartsWith("Collection 'c': 0 of ", StringComparison.Ordinal));
        Assert.NotNull(repair.SetAside);
    }

    [Fact]
    public async Task Repair_FirstPageOverwritten_RefusesAndLeavesTheFile()
    {
        await FillAsync();
        Overwrite(1);
        var bytes = await File.ReadAllBytesAsync(_folder.File("store.db"));
        var error = await Assert.ThrowsAsync<VectorStoreException>(() => UsearchVectorStore.RepairAsync(_folder.Path));
        Assert.Contains("restore a backup", error.Message, StringComparison.Ordinal);
        Assert.Equal("Repair", error.OperationName);
        Assert.Equal(bytes, await File.ReadAllBytesAsync(_folder.File("store.db")));
        Assert.Empty(Directory.GetFiles(_folder.Path, "*damaged*"));
    }

    [Fact]
    public async Task Repair_OpenOrMissingStore_IsRefused()
    {
        var error = await Assert.ThrowsAsync<VectorStoreException>(() => UsearchVectorStore.RepairAsync(_folder.Path));
        Assert.Contains("no store", error.Message, StringComparison.Ordinal);
        using var store = new UsearchVectorStore(_folder.Path);
        error = await Assert.ThrowsAsync<VectorStoreException>(() => UsearchVectorStore.RepairAsync(_folder.Path));
        Assert.Contains("is open in process", error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private long RootOf(string table)
    {
        using var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={_folder.File("store.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT rootpage FROM sqlite_master WHERE name = '{table}'";
        return (long)command.ExecuteScalar()!;
    }

    private void Overwrite(long page)
    {
        using var file = File.OpenWrite(_folder.File("store.db"));
        file.Position = (page - 1) * PageSize;
        file.Write(Enumerable.Repeat((byte)0xEE, PageSize).ToArray());
    }

    private async Task<List<string>> FillAsync()
    {
        using var store = new UsearchVectorStore(_folder.Path);
        return await Sample.ReadAllAsync(await Sample.FillAsync(store, Count));
    }
}
