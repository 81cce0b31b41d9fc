using Microsoft.Extensions.VectorData;
using Reminisce.VectorData.Storage;
using Reminisce.VectorData.Tests.Usearch;
using Xunit.Abstractions;

namespace Reminisce.VectorData.Tests.Crash;

/// <summary>Every operation on the disk fails once: a call was done wholly or not at all, says so, and the store goes on.</summary>
public sealed class FaultTests(ITestOutputHelper output) : IDisposable
{
    private const int MostOperations = 2000;

    private readonly TempFolder _folder = new();

    [Fact]
    public async Task AnyCall_AnyOperationFails_IsDoneOrChangesNothing()
    {
        var every = CrashSettings.Every(8);
        using var disk = new FaultyDisk(_folder.Path);
        using var session = new StoreSession(_folder.Path, new FaultyFileStorage(disk));
        var model = StoreModel.Empty;
        var (faults, thrown) = (0, 0);
        foreach (var (number, step) in Workload.Steps.Index())
        {
            var after = step.Change(model);
            for (var operation = 1; ; operation++)
            {
                Assert.InRange(operation, 1, MostOperations);
                var where = $"step {number} ({step.Operation} {step.Collection}), operation {operation}";
                disk.Fail(operation);
                var error = await CatchAsync(step, session, where);
                var failed = disk.HasFailed;
                disk.Fail(0);
                faults += failed ? 1 : 0;
                thrown += error is null ? 0 : 1;

                // What was done once stays done: the same call fails again at a later operation.
                model = error is null ? after : model;
                await AssertIsAsync(session.Store, model, where);
                if (operation % every == 0)
                {
                    await AssertImageIsAsync(where, model, after);
                }

                if (!failed)
                {
                    Assert.True(error is null, $"{where}: {error}");
                    break;
                }
            }
        }

        output.WriteLine($"{faults} operations failed, {thrown} calls threw");
        Assert.True(thrown > 300, $"only {thrown} calls threw");
        session.Dispose();
        await AssertImageIsAsync("at the end", model);
    }

    [Fact]
    public async Task Disk_FailsForEver_EveryCallSaysSo_AndAllIsWellWhenItIsBack()
    {
        using var disk = new FaultyDisk(_folder.Path);
        using var session = new StoreSession(_folder.Path, new FaultyFileStorage(disk));
        var model = StoreModel.Empty;
        foreach (var (number, step) in Workload.Steps.Index())
        {
            var where = $"step {number} ({step.Operation} {step.Collection})";
            var after = step.Change(model);
            foreach (var operation in new[] { 1, 3, 10 })
            {
                disk.Fail(operation, everAfter: true);
                var first = await CatchAsync(step, session, where);
                model = first is null ? after : model;
                if (disk.HasFailed && step.Operation is "Upsert" or "EnsureCollectionExists" && first is not null)
                {
                    Assert.NotNull(await CatchAsync(step, session, where));
                }

                disk.Fail(0);
                await AssertIsAsync(session.Store, model, where);
            }

            Assert.Null(await CatchAsync(step, session, where));
            model = after;
        }

        session.Dispose();
        await AssertImageIsAsync("at the end", model);
    }

    [Fact]
    public async Task Close_AnyOperationFails_FreesTheFolderAndLosesNothing()
    {
        using var disk = new FaultyDisk(_folder.Path);
        using var session = new StoreSession(_folder.Path, new FaultyFileStorage(disk));
        await session.Collection("notes", false).EnsureCollectionExistsAsync();
        var model = StoreModel.Empty.Ensure("notes", false);
        for (var operation = 1; ; operation++)
        {
            Assert.InRange(operation, 1, MostOperations);
            var entry = new Entry(operation, "bread", operation, [1, 0, 0, operation], null);
            await session.LoadGraphAsync("notes");
            await session.Collection("notes", false).UpsertAsync([entry.ToRecord(false), (entry with { Key = 0 }).ToRecord(false)]);
            await session.Collection("notes", false).DeleteAsync(0);
            model = model.Upsert("notes", [entry]);
            disk.Fail(operation, everAfter: operation % 2 == 0);
            session.Dispose();
            var failed = disk.HasFailed;
            disk.Fail(0);
            await AssertIsAsync(session.Store, model, $"closing, operation {operation}");
            await StoreCheck.AssertWholeAsync(session.Store, model);
            if (!failed)
            {
                Assert.True(operation > 10, $"closing made only {operation} changes");
                break;
            }
        }
    }

    [Fact]
    public async Task Group_AnyOperationFails_EachCallerIsToldTheTruth()
    {
        const int Callers = 6;
        using var disk = new FaultyDisk(_folder.Path);
        using var session = new StoreSession(_folder.Path, new FaultyFileStorage(disk));
        var records = session.Collection("notes", false);
        await records.EnsureCollectionExistsAsync();
        var model = StoreModel.Empty.Ensure("notes", false);
        var (stored, refused) = (0, 0);
        for (var operation = 1; ; operation++)
        {
            Assert.InRange(operation, 1, MostOperations);
            var entries = Enumerable.Range(1, Callers).Select(key => new Entry(key, $"bread {operation}", operation, [1, key, 0, operation], null)).ToList();
            Task[] calls;
            using (var gate = new ManualResetEventSlim())
            {
                // The writer is held until all wait for it, so that they share one transaction.
                var holding = session.Store.Engine.WriteAsync(null, "Test", (_, _) => WaitFor(gate), default);
                calls = [.. entries.Select(entry => records.UpsertAsync(entry.ToRecord(false)))];
                disk.Fail(operation, everAfter: operation % 2 == 0);
                gate.Set();
                _ = await Record.ExceptionAsync(() => holding);
            }

            _ = await Record.ExceptionAsync(() => Task.WhenAll(calls));
            var failed = disk.HasFailed;
            disk.Fail(0);
            Assert.All(calls.Where(call => call.IsFaulted), call => Assert.Equal("Upsert", Assert.IsType<VectorStoreException>(call.Exception!.InnerException).OperationName));
            model = model.Upsert("notes", entries.Where((_, i) => calls[i].IsCompletedSuccessfully));
            await AssertIsAsync(session.Store, model, $"group, operation {operation}");
            (stored, refused) = (stored + calls.Count(call => call.IsCompletedSuccessfully), refused + calls.Count(call => call.IsFaulted));
            if (!failed)
            {
                break;
            }
        }

        output.WriteLine($"{stored} calls stored, {refused} refused");
        Assert.True(stored > Callers && refused > Callers);
        session.Dispose();
        await AssertImageIsAsync("at the end", model);

        static bool WaitFor(ManualResetEventSlim gate)
        {
            gate.Wait();
            return true;
        }
    }

    public void Dispose() => _folder.Dispose();

    private static async Task<VectorStoreException?> CatchAsync(WorkStep step, StoreSession session, string where)
    {
        var opening = !session.IsOpen;
        try
        {
            await step.Run(session);
            return null;
        }
        catch (VectorStoreException error)
        {
            var operation = opening ? "Open" : step.Operation;
            Assert.True(error.OperationName == operation, $"{where}: the exception names {error.OperationName}");
            Assert.True(error.CollectionName == (opening ? null : step.Collection), $"{where}: the exception names {error.CollectionName}");
            Assert.Equal(UsearchConstants.SystemName, error.VectorStoreSystemName);
            return error;
        }
        catch (Exception error) when (error is not Xunit.Sdk.XunitException)
        {
            Assert.Fail($"{where}: {error}");
            throw;
        }
    }

    private static async Task<StoreModel> AssertIsAsync(UsearchVectorStore store, StoreModel model, string where)
    {
        var read = await StoreCheck.ReadAsync(store);
        Assert.True(model.ToString() == read.ToString(), $"{where}: expected\n{model}\nfound\n{read}");
        await StoreCheck.AssertAgreesAsync(store, model, withGraph: false);
        return read;
    }

    /// <summary>Opens a copy of the files as they lie there: what is left when the process is killed at this moment.</summary>
    private async Task AssertImageIsAsync(string where, params StoreModel[] allowed)
    {
        using var image = new TempFolder();
        foreach (var file in Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories).Where(file => !file.EndsWith("-shm", StringComparison.Ordinal) && !file.Contains("store.lock", StringComparison.Ordinal)))
        {
            var target = Path.Combine(image.Path, Path.GetRelativePath(_folder.Path, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        using var disk = new FaultyDisk(image.Path);
        using var store = new UsearchVectorStore(image.Path, new() { Storage = new FaultyFileStorage(disk) });
        var read = await StoreCheck.ReadAsync(store);
        Assert.True(allowed.Any(model => model.ToString() == read.ToString()), $"{where}, killed: expected\n{string.Join("\nor\n", (object[])allowed)}\nfound\n{read}");
        await StoreCheck.AssertAgreesAsync(store, read, withGraph: true);
        await StoreCheck.AssertWholeAsync(store, read);
    }
}
