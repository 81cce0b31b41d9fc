using System.Runtime.InteropServices;
using System.Text;
using Reminisce.VectorData.Native;
using Reminisce.VectorData.Tests.Usearch;
using Xunit.Abstractions;

namespace Reminisce.VectorData.Tests.Crash;

/// <summary>Power is lost at any point of a recorded run: what was acknowledged is there, the rest wholly or not at all.</summary>
public sealed class PowerLossTests(ITestOutputHelper output)
{
    [Fact]
    public async Task PowerLost_AtAnyPoint_KeepsEveryAcknowledgedCall()
    {
        var (seed, every) = (CrashSettings.Seed, CrashSettings.Every(8));
        var (trace, marks) = await RecordAsync();
        output.WriteLine($"seed {seed}, every {every}. of {trace.Count} operations");
        var cases = 0;
        for (var cut = seed % every; cut <= trace.Count; cut += every)
        {
            var modes = CrashSettings.IsLong ? Enum.GetValues<PowerLossMode>() : [(PowerLossMode)(cut / every % 4)];
            foreach (var mode in modes)
            {
                using var image = new TempFolder();
                PowerLoss.Write(trace, cut, mode, seed + cut, image.Path);
                await AssertIsAsync(image.Path, marks, cut, $"cut {cut} of {trace.Count}, {mode}, seed {seed + cut}");
                cases++;
            }
        }

        output.WriteLine($"{cases} images");
        Assert.True(cases >= trace.Count / every);
    }

    [Fact]
    public async Task PowerLost_RightAfterScrub_LeavesNothingOfTheDeleted()
    {
        var (trace, marks) = await RecordAsync();
        var scrubbed = marks[Workload.Scrubbed + 1].Start;
        foreach (var mode in Enum.GetValues<PowerLossMode>())
        {
            using var before = new TempFolder();
            PowerLoss.Write(trace, marks[Workload.Scrubbed].Start, mode, seed: 1, before.Path);
            Assert.True(HoldsSecret(before.Path, "store.db*"), $"{mode}: there was nothing to scrub");
            Assert.True(!UsearchIndex.IsAvailable || HoldsSecret(before.Path, "*.hnsw"), $"{mode}: there was no graph to scrub");
            using var after = new TempFolder();
            PowerLoss.Write(trace, scrubbed, mode, seed: 1, after.Path);
            Assert.False(HoldsSecret(after.Path, "*"), $"{mode}: the deleted record is back");
        }
    }

    private static async Task<(IReadOnlyList<DiskOperation> Trace, List<(int Start, StoreModel Before, StoreModel After)> Marks)> RecordAsync()
    {
        using var folder = new TempFolder();
        using var disk = new FaultyDisk(folder.Path, recording: true);
        using var session = new StoreSession(folder.Path, new FaultyFileStorage(disk));
        var model = StoreModel.Empty;
        var marks = new List<(int, StoreModel, StoreModel)>();
        foreach (var step in Workload.Steps)
        {
            marks.Add((disk.Trace.Count, model, step.Change(model)));
            await step.Run(session);
            model = step.Change(model);
        }

        marks.Add((disk.Trace.Count, model, model));
        session.Dispose();
        return (disk.Trace, marks);
    }

    private static async Task AssertIsAsync(string folder, List<(int Start, StoreModel Before, StoreModel After)> marks, int cut, string where)
    {
        // Operation number cut is the first that did not happen: the call that was to make it had begun.
        var call = marks.Last(mark => mark.Start <= cut);
        using var disk = new FaultyDisk(folder);
        using var store = new UsearchVectorStore(folder, new() { Storage = new FaultyFileStorage(disk) });
        var read = await StoreCheck.ReadAsync(store);
        Assert.True(
            read.ToString() == call.Before.ToString() || read.ToString() == call.After.ToString(),
            $"{where}: expected\n{call.Before}\nor\n{call.After}\nfound\n{read}");
        await StoreCheck.AssertAgreesAsync(store, read, withGraph: true);
        await StoreCheck.AssertWholeAsync(store, read);

        // And life goes on.
        var records = store.GetDynamicCollection("after", Entry.Definition(withExtra: true));
        await records.EnsureCollectionExistsAsync();
        var entry = new Entry(1, "bread", 1, [1, 2, 3, 4], [1, 2, 3], "train");
        await records.UpsertAsync(entry.ToRecord(withExtra: true));
        Assert.Equal(entry.ToString(), Entry.From((await records.GetAsync(1, new() { IncludeVectors = true }))!).ToString());
    }

    private static bool HoldsSecret(string folder, string files)
    {
        var vector = Workload.SecretVector;
        byte[][] patterns =
        [
            Encoding.UTF8.GetBytes(Workload.Secret),
            MemoryMarshal.AsBytes<float>(vector).ToArray(),
            MemoryMarshal.AsBytes<Half>(Array.ConvertAll(vector, value => (Half)value)).ToArray(),
        ];
        return Directory.GetFiles(folder, files, SearchOption.AllDirectories).Select(File.ReadAllBytes)
            .Any(bytes => patterns.Any(pattern => bytes.AsSpan().IndexOf(pattern) >= 0));
    }
}
