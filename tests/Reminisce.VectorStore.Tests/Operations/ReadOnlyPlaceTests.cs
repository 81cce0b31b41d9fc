using System.Diagnostics;
using Microsoft.Extensions.VectorData;
using Reminisce.VectorData.Tests.Usearch;

namespace Reminisce.VectorData.Tests.Operations;

/// <summary>Opening beside another process, and where SQLite cannot make the files that it shares between processes.</summary>
public sealed class ReadOnlyPlaceTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public async Task ReadOnly_SharedMemoryCannotBeMade_ReadsAndKeepsWritersOut()
    {
        var expected = await FillAsync();

        BlockSharedMemory();
        using (var reading = new UsearchVectorStore(_folder.Path, new() { ReadOnly = true }))
        {
            var records = reading.GetDynamicCollection("c", Sample.Definition);
            Assert.Equal(expected, await Sample.ReadAllAsync(records));
            Assert.Equal(3, (await records.SearchAsync(new float[Sample.Dimensions], 3).ToListAsync()).Count);
            Assert.Contains("is open in process", Assert.Throws<VectorStoreException>(() => new UsearchVectorStore(_folder.Path)).Message, StringComparison.Ordinal);
            await Assert.ThrowsAsync<VectorStoreException>(() => records.DeleteAsync("key-00001"));
        }

        File.Delete(_folder.File("store.db-shm"));
        using var writing = new UsearchVectorStore(_folder.Path);
    }

    [Fact]
    public async Task ReadOnly_NoSharedMemoryAndWritesInTheLog_SaysWhatToDo()
    {
        await FillAsync();
        BlockSharedMemory();
        await File.WriteAllBytesAsync(_folder.File("store.db-wal"), new byte[100]);
        var error = Assert.Throws<VectorStoreException>(() => new UsearchVectorStore(_folder.Path, new() { ReadOnly = true }));
        Assert.Contains("copy the folder", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_LockCannotBeMade_IsNotTakenForAnotherProcess()
    {
        await FillAsync();
        File.Delete(_folder.File("store.lock"));
        Directory.CreateDirectory(_folder.File("store.lock"));
        var error = Assert.Throws<VectorStoreException>(() => new UsearchVectorStore(_folder.Path));
        Assert.DoesNotContain("process", error.Message, StringComparison.Ordinal);
        Assert.Contains(_folder.Path, error.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task SecondProcess_HoldingTheLock_IsRefusedUntilItIsKilled()
    {
        Skip.IfNot(OperatingSystem.IsLinux() && File.Exists("/usr/bin/flock"), "Needs flock(1), the lock of another Linux process.");
        var expected = await FillAsync();
        using var other = Process.Start(new ProcessStartInfo("/usr/bin/flock", ["--close", _folder.File("store.lock"), "sh", "-c", "echo held; exec sleep 600"]) { RedirectStandardOutput = true })!;
        Assert.Equal("held", await other.StandardOutput.ReadLineAsync());
        var error = Assert.Throws<VectorStoreException>(() => new UsearchVectorStore(_folder.Path));
        Assert.Equal($"Store {_folder.Path} is open in process {Environment.ProcessId}: close it, or open it read-only.", error.Message);
        using (var reading = new UsearchVectorStore(_folder.Path, new() { ReadOnly = true }))
        {
            Assert.Equal(expected, await Sample.ReadAllAsync(reading.GetDynamicCollection("c", Sample.Definition)));
        }

        other.Kill(entireProcessTree: true);
        await other.WaitForExitAsync();
        using var free = new UsearchVectorStore(_folder.Path);
    }

    public void Dispose() => _folder.Dispose();

    // A link to nowhere: as on a read-only disk the file can neither be made nor opened, by root neither.
    private void BlockSharedMemory() => File.CreateSymbolicLink(_folder.File("store.db-shm"), _folder.File("nowhere/shm"));

    private async Task<List<string>> FillAsync()
    {
        using var store = new UsearchVectorStore(_folder.Path);
        return await Sample.ReadAllAsync(await Sample.FillAsync(store, 40));
    }
}
