using Microsoft.Extensions.VectorData;
using Reminisce.VectorData.Tests.Native;
using Reminisce.VectorData.Tests.Usearch;

namespace Reminisce.VectorData.Tests.Operations;

public sealed class BackupTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly TempFolder _targets = new();

    [Fact]
    public async Task Backup_WritersGoOn_IsTheStateWhenItBegan()
    {
        using var store = new UsearchVectorStore(_folder.Path);
        var records = await Sample.FillAsync(store, 8000);
        var before = await Sample.ReadAllAsync(records);
        var random = new Random(3);
        var reports = new List<UsearchBackupProgress>();

        // Every report happens between two steps of the copying: a change there is a change in its midst.
        var receipt = await store.BackupAsync(_targets.File("copy"), new Each(report =>
        {
            reports.Add(report);
            records.UpsertAsync(Sample.Create(random.Next(1, 9000), random)).GetAwaiter().GetResult();
            records.DeleteAsync($"key-{random.Next(1, 8000):00000}").GetAwaiter().GetResult();
        }));

        Assert.True(reports.Count > 3, $"{reports.Count} reports");
        Assert.Equal(reports[^1].TotalBytes, reports[^1].DoneBytes);
        Assert.Equal(_targets.File("copy"), receipt.Folder);
        using var copy = new UsearchVectorStore(receipt.Folder);
        Assert.Equal(before, await Sample.ReadAllAsync(copy.GetDynamicCollection("c", Sample.Definition)));
        Assert.Equal(receipt.Sequence, (await copy.GetStatisticsAsync()).Sequence);
        Assert.NotEqual(before, await Sample.ReadAllAsync(records));
    }

    [Fact]
    public async Task Backup_ManyWriters_HoldsWholeBatchesUpToItsSequence()
    {
        using var store = new UsearchVectorStore(_folder.Path);
        var records = await Sample.FillAsync(store, 2000);
        var from = (await store.GetStatisticsAsync()).Sequence;
        using var stop = new CancellationTokenSource();

        // Each batch gives ten records one and the same text; the text counts the writer's batches.
        var writers = Enumerable.Range(0, 4).Select(writer => Task.Run(async () =>
        {
            var random = new Random(writer);
            var batch = 0;
            for (; !stop.IsCancellationRequested; batch++)
            {
                await records.UpsertAsync(Enumerable.Range(0, 10).Select(i =>
                {
                    var record = Sample.Create(i, random);
                    record["Key"] = $"writer-{writer}-{i}";
                    record["Text"] = $"batch {batch}";
                    return record;
                }));
            }

            return batch;
        })).ToList();
        var receipts = new List<UsearchBackupReceipt>();
        for (var i = 0; i < 5; i++)
        {
            receipts.Add(await store.BackupAsync(_targets.File($"copy{i}")));
        }

        await stop.CancelAsync();
        var batches = (await Task.WhenAll(writers)).Sum();
        foreach (var receipt in receipts)
        {
            using var copy = new UsearchVectorStore(receipt.Folder);
            var written = await copy.GetDynamicCollection("c", Sample.Definition).GetAsync(r => ((string)r["Key"]!).StartsWith("writer"), int.MaxValue).ToListAsync();
            var groups = written.GroupBy(record => ((string)record["Key"]!)[..8]).ToList();
            Assert.All(groups, group => Assert.Equal((10, 1), (group.Count(), group.Select(record => record["Text"]).Distinct().Count())));

            // Every batch took one number: the copy holds as many batches as numbers had been given.
            Assert.Equal(receipt.Sequence - from, groups.Sum(group => int.Parse(((string)group.First()["Text"]!)[6..], System.Globalization.CultureInfo.InvariantCulture) + 1L));
        }

        Assert.InRange(receipts[^1].Sequence - from, 0, batches);
    }

    [SkippableFact]
    public async Task Backup_OfAStoreWithGraph_LeavesSnapshotsOutAndTakesANewIdentity()
    {
        NativeLibraryRequired.Check();
        using var store = new UsearchVectorStore(_folder.Path);
        var records = await Sample.FillAsync(store, Sample.Large);
        await records.WaitForIndexesAsync();
        await records.DeleteAsync("key-00001");
        Directory.CreateDirectory(_targets.File("empty"));

        var receipt = await store.BackupAsync(_targets.File("empty"));

        Assert.Equal(["store.db"], Directory.GetFileSystemEntries(receipt.Folder).Select(Path.GetFileName));
        Assert.Equal([_targets.File("empty")], Directory.GetFileSystemEntries(_targets.Path));
        using var copy = new UsearchVectorStore(receipt.Folder);
        var copied = copy.GetDynamicCollection("c", Sample.Definition);
        await copied.WaitForIndexesAsync();
        Assert.Equal(Sample.Large - 1, (await copy.GetStatisticsAsync()).Indexes.Single().LiveNodes);
        Assert.Null(await copied.GetAsync("key-00001"));
        await copied.UpsertAsync(Sample.Create(1, new Random(9)));
        copy.Dispose();
        store.Dispose();
        Assert.NotEqual(
            Directory.GetFiles(_folder.File("index")).Select(Path.GetFileName), Directory.GetFiles(Path.Combine(receipt.Folder, "index")).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Backup_BadTarget_IsRefusedAndTouchesNothing()
    {
        using var store = new UsearchVectorStore(_folder.Path);
        await Sample.FillAsync(store, 10);
        await File.WriteAllTextAsync(_targets.File("mine.txt"), "mine");
        Assert.Contains("already holds", (await Assert.ThrowsAsync<ArgumentException>(() => store.BackupAsync(_targets.Path))).Message, StringComparison.Ordinal);
        Assert.Contains("already holds", (await Assert.ThrowsAsync<ArgumentException>(() => store.BackupAsync(_targets.File("mine.txt")))).Message, StringComparison.Ordinal);
        Assert.Contains("within", (await Assert.ThrowsAsync<ArgumentException>(() => store.BackupAsync(_folder.File("backup")))).Message, StringComparison.Ordinal);
        var error = await Assert.ThrowsAsync<VectorStoreException>(() => store.BackupAsync(Path.Combine(_targets.File("mine.txt"), "below")));
        Assert.Equal("Backup", error.OperationName);
        Assert.Equal([_targets.File("mine.txt")], Directory.GetFileSystemEntries(_targets.Path));
    }

    [Fact]
    public async Task Backup_Cancelled_LeavesNothing()
    {
        using var store = new UsearchVectorStore(_folder.Path);
        await Sample.FillAsync(store, 3000);
        using var cancel = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.BackupAsync(_targets.File("copy"), new Each(_ => cancel.Cancel()), cancel.Token));
        Assert.Empty(Directory.GetFileSystemEntries(_targets.Path));
        await store.BackupAsync(_targets.File("copy"));
    }

    [Fact]
    public async Task Backup_OfADamagedStore_SaysSo()
    {
        using (var store = new UsearchVectorStore(_folder.Path))
        {
            await Sample.FillAsync(store, 3000);
        }

        using (var file = File.OpenWrite(_folder.File("store.db")))
        {
            file.Position = file.Length / 2;
            file.Write(Enumerable.Repeat((byte)0xEE, 40_000).ToArray());
        }

        using var damaged = new UsearchVectorStore(_folder.Path);
        var error = await Assert.ThrowsAsync<VectorStoreException>(() => damaged.BackupAsync(_targets.File("copy")));
        Assert.Contains("is damaged", error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_targets.Path));
    }

    [Fact]
    public async Task Backup_FromAReadOnlyStore_Works()
    {
        using var store = new UsearchVectorStore(_folder.Path);
        var all = await Sample.ReadAllAsync(await Sample.FillAsync(store, 50));
        using var reading = new UsearchVectorStore(_folder.Path, new() { ReadOnly = true });
        using var copy = new UsearchVectorStore((await reading.BackupAsync(_targets.File("copy"))).Folder);
        Assert.Equal(all, await Sample.ReadAllAsync(copy.GetDynamicCollection("c", Sample.Definition)));
    }

    public void Dispose()
    {
        _folder.Dispose();
        _targets.Dispose();
    }

    private sealed class Each(Action<UsearchBackupProgress> report) : IProgress<UsearchBackupProgress>
    {
        public void Report(UsearchBackupProgress value) => report(value);
    }
}
