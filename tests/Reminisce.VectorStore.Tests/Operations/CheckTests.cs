using Reminisce.VectorData.Tests.Native;
using Reminisce.VectorData.Tests.Usearch;

namespace Reminisce.VectorData.Tests.Operations;

/// <summary>Damage of every kind is found by a check and, where it can be, undone by a repair.</summary>
public sealed class CheckTests : IDisposable
{
    private readonly TempFolder _folder = new();

    /// <summary>SQL behind the store's back, the part that it harms, and how many records and vectors are left of 60 and 60.</summary>
    public static TheoryData<string, UsearchFindingKind, int, int> Damages => new()
    {
        { "INSERT INTO c1_f(c1_f, rowid, d1) VALUES('delete', 7, (SELECT d1 FROM c1 WHERE row = 7))", UsearchFindingKind.FullText, 60, 60 },
        { "DELETE FROM c1_f_data WHERE id > 10", UsearchFindingKind.FullText, 60, 60 },
        { "DROP TABLE c1_f", UsearchFindingKind.FullText, 60, 60 },
        { "DROP TABLE c1_f_data", UsearchFindingKind.FullText, 60, 60 },
        { "DROP TRIGGER c1_au", UsearchFindingKind.FullText, 60, 60 },
        { "DROP TRIGGER c1_ad; UPDATE c1 SET d1 = 'changed' WHERE row = 5; DELETE FROM c1_v3 WHERE row = 6; DELETE FROM c1 WHERE row = 6", UsearchFindingKind.FullText, 59, 59 },
        { "UPDATE c1_v3 SET v = zeroblob(63) WHERE row IN (3, 4)", UsearchFindingKind.Vectors, 60, 58 },
        { "UPDATE c1_v3 SET v = zeroblob(640) WHERE row = 3", UsearchFindingKind.Vectors, 60, 59 },
        { "UPDATE c1_v3 SET v = '' WHERE row = 3", UsearchFindingKind.Vectors, 60, 59 },
        { "UPDATE c1_v3 SET v = CAST(x'0000C07F' || zeroblob(60) AS BLOB) WHERE row = 3", UsearchFindingKind.Vectors, 60, 59 },
        { "INSERT INTO c1_v3 VALUES(999, zeroblob(64), 1)", UsearchFindingKind.Vectors, 60, 60 },
        { "UPDATE store SET value = 1 WHERE name = 'sequence'", UsearchFindingKind.Sequence, 60, 60 },
        { "INSERT INTO tombstones VALUES(1, 3, 5, 1000)", UsearchFindingKind.Tombstones, 60, 60 },
        { "INSERT INTO tombstones VALUES(77, 1, 5, 1)", UsearchFindingKind.Tombstones, 60, 60 },
    };

    [Theory]
    [MemberData(nameof(Damages))]
    public async Task CheckThenRepair_DamagedBySql_IsFoundAndUndone(string sql, UsearchFindingKind kind, int records, int vectors)
    {
        using (var store = new UsearchVectorStore(_folder.Path))
        {
            await Sample.FillAsync(store, 60);
            Assert.Empty((await store.CheckAsync()).Findings);
        }

        Sample.Execute(_folder, sql);

        // Closing a writer clears notes of deletions that nobody needs, the wrong ones too.
        using (var store = new UsearchVectorStore(_folder.Path, new() { ReadOnly = kind == UsearchFindingKind.Tombstones }))
        {
            var report = await store.CheckAsync();
            Assert.Contains(report.Findings, finding => finding.Kind == kind);
            Assert.True(report.IsRepairable);
        }

        var repair = await UsearchVectorStore.RepairAsync(_folder.Path);

        Assert.Contains(repair.Before.Findings, finding => finding.Kind == kind);
        Assert.Empty(repair.After.Findings);
        Assert.NotEmpty(repair.Actions);
        Assert.Null(repair.SetAside);
        using var repaired = new UsearchVectorStore(_folder.Path);
        var collection = repaired.GetDynamicCollection("c", Sample.Definition);
        var statistics = await repaired.GetStatisticsAsync();
        Assert.Equal((records, vectors), (statistics.Collections[0].Rows, statistics.Collections[0].Vectors["V"]));
        Assert.Equal(vectors, (await collection.SearchAsync(new float[Sample.Dimensions], 100).ToListAsync()).Count);
        Assert.Equal("key-00007", (await collection.FullTextSearchAsync("number7", 5).SingleAsync()).Record["Key"]);
        await collection.DeleteAsync("key-00007");
        Assert.Empty(await collection.FullTextSearchAsync("number7", 5).ToListAsync());
    }

    [Fact]
    public async Task CheckAndBackup_FrozenStoreOfFormat1_AreClean()
    {
        var frozen = Path.Combine(AppContext.BaseDirectory, "Fixtures", "format-v1");
        foreach (var file in Directory.GetFiles(frozen, "*", SearchOption.AllDirectories))
        {
            var target = _folder.File(Path.Combine("store", Path.GetRelativePath(frozen, file)));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        using var store = new UsearchVectorStore(_folder.File("store"));
        Assert.Empty((await store.CheckAsync()).Findings);
        Assert.Equal(1, (await store.GetStatisticsAsync()).SchemaVersion);
        using var copy = new UsearchVectorStore((await store.BackupAsync(_folder.File("copy"))).Folder);
        Assert.Empty((await copy.CheckAsync()).Findings);
        Assert.Equal((await store.GetStatisticsAsync()).Rows, (await copy.GetStatisticsAsync()).Rows);
    }

    [Fact]
    public async Task Repair_UnsoundVectors_AreInTheReport()
    {
        using (var store = new UsearchVectorStore(_folder.Path))
        {
            await Sample.FillAsync(store, 5);
        }

        Sample.Execute(_folder, "UPDATE c1_v3 SET v = x'010203' WHERE row = 2; INSERT INTO c1_v3 VALUES(999, zeroblob(64), 1)");
        var repair = await UsearchVectorStore.RepairAsync(_folder.Path);
        Assert.Equal([2L, 999L], repair.RemovedVectors.Select(vector => vector.Row));
        Assert.Equal(new byte[] { 1, 2, 3 }, repair.RemovedVectors[0].Bytes.ToArray());
        Assert.Equal(("c", "V"), (repair.RemovedVectors[1].Collection, repair.RemovedVectors[1].Property));
    }

    [Fact]
    public async Task Repair_HealthyStore_ChangesNothing()
    {
        using (var store = new UsearchVectorStore(_folder.Path))
        {
            await Sample.FillAsync(store, 20);
        }

        var bytes = await File.ReadAllBytesAsync(_folder.File("store.db"));
        var repair = await UsearchVectorStore.RepairAsync(_folder.Path);
        Assert.True(repair.Before.IsHealthy);
        Assert.Empty(repair.Actions);
        Assert.Equal(bytes, await File.ReadAllBytesAsync(_folder.File("store.db")));
    }

    [SkippableFact]
    public async Task CheckThenRepair_Snapshots_DamagedForeignAndTooNew()
    {
        NativeLibraryRequired.Check();
        using (var store = new UsearchVectorStore(_folder.Path))
        {
            await (await Sample.FillAsync(store, Sample.Large)).WaitForIndexesAsync();
        }

        var file = Directory.GetFiles(_folder.File("index")).Single();
        var bytes = await File.ReadAllBytesAsync(file);
        foreach (var position in new[] { 3, 60, 100, 5000, bytes.Length - 1 })
        {
            await File.WriteAllBytesAsync(file, [.. bytes[..position], (byte)(bytes[position] ^ 4), .. bytes[(position + 1)..]]);
            await AssertFoundAsync(1);
        }

        await File.WriteAllBytesAsync(file, bytes[..^1]);
        await AssertFoundAsync(1);
        await File.WriteAllBytesAsync(file, bytes);
        await AssertFoundAsync(0);
        File.Copy(file, Path.Combine(_folder.File("index"), "0123456789abcdef" + Path.GetFileName(file)[16..]));
        await AssertFoundAsync(1);
        Sample.Execute(_folder, "UPDATE store SET value = 1 WHERE name = 'sequence'; UPDATE c1_v3 SET seq = 1");
        await AssertFoundAsync(2);

        var repair = await UsearchVectorStore.RepairAsync(_folder.Path);
        Assert.Empty(repair.After.Findings);
        Assert.Empty(Directory.GetFiles(_folder.File("index")));

        // Deleted altogether is no fault: it comes back.
        using var repaired = new UsearchVectorStore(_folder.Path);
        await repaired.GetDynamicCollection("c", Sample.Definition).WaitForIndexesAsync();
        Assert.Equal(Sample.Large, (await repaired.GetStatisticsAsync()).Indexes.Single().LiveNodes);
        Assert.Empty((await repaired.CheckAsync()).Findings);

        async Task AssertFoundAsync(int count)
        {
            using var store = new UsearchVectorStore(_folder.Path, new() { ReadOnly = true });
            var report = await store.CheckAsync();
            Assert.Equal(count, report.Findings.Count(finding => finding.Kind == UsearchFindingKind.Snapshots));
            Assert.Equal(count, report.Findings.Count);
            Assert.Single(report.NotChecked);
        }
    }

    [SkippableFact]
    public async Task Check_GraphThatLostARow_IsFoundAndRebuilt()
    {
        NativeLibraryRequired.Check();
        using var store = new UsearchVectorStore(_folder.Path);
        var records = await Sample.FillAsync(store, Sample.Large);
        await records.WaitForIndexesAsync();
        Assert.Empty((await store.CheckAsync()).Findings);
        store.Engine.Indexes.Begun.Single().Current!.Remove(17);
        var finding = Assert.Single((await store.CheckAsync()).Findings);
        Assert.Equal((UsearchFindingKind.Indexes, "c", UsearchRepairability.WithoutLoss), (finding.Kind, finding.Collection, finding.Repairability));
        Assert.Contains("1 of those are not in the graph", finding.Message, StringComparison.Ordinal);
        await store.RebuildIndexesAsync();
        Assert.Empty((await store.CheckAsync()).Findings);
    }

    [Fact]
    public async Task Check_WhileWritersGoOn_FindsNothing()
    {
        using var store = new UsearchVectorStore(_folder.Path);
        var records = await Sample.FillAsync(store, 500);
        using var stop = new CancellationTokenSource();
        var writer = Task.Run(async () =>
        {
            var random = new Random(1);
            while (!stop.IsCancellationRequested)
            {
                await records.UpsertAsync(Sample.Create(random.Next(1000), random));
                await records.DeleteAsync($"key-{random.Next(1000):00000}");
            }
        });
        for (var i = 0; i < 5; i++)
        {
            Assert.Empty((await store.CheckAsync()).Findings);
        }

        await stop.CancelAsync();
        await writer;
    }

    [Fact]
    public async Task CheckAndRepair_TableGone_SaysThatOnlyABackupHelps()
    {
        using (var store = new UsearchVectorStore(_folder.Path))
        {
            await Sample.FillAsync(store, 5);
        }

        Sample.Execute(_folder, "DROP TABLE c1_v3");
        using (var store = new UsearchVectorStore(_folder.Path))
        {
            var report = await store.CheckAsync();
            Assert.False(report.IsRepairable);
            Assert.Contains(report.Findings, finding => finding.Kind == UsearchFindingKind.Catalog && finding.Repairability == UsearchRepairability.No);
        }

        var repair = await UsearchVectorStore.RepairAsync(_folder.Path);
        Assert.False(repair.After.IsHealthy);
        Assert.Empty(repair.Actions);
    }

    public void Dispose() => _folder.Dispose();
}
