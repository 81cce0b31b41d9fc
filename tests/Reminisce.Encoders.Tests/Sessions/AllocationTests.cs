using Microsoft.Extensions.Logging.Abstractions;

namespace Reminisce.Encoders.Tests;

public sealed class AllocationTests : IDisposable
{
    private readonly TestPack _pack = TestPack.Create();

    [Theory]
    [InlineData("image", 0)]
    [InlineData("image", 2)]
    [InlineData("text", 0)]
    public void StagesAndHeads_SteadyBatches_AllocateNothingPerItem(string name, int itemsPerRun)
    {
        var tower = _pack.Manifest.Towers.First(t => t.Name == name);
        using var runtime = new TowerRuntime(ModelPack.Open(_pack.Folder), tower, new EarlyExitEncoderOptions { ThreadCount = 1, ItemsPerRun = itemsPerRun }, NullLogger.Instance);

        // Pictures, or one text again and again, so that only the number of items differs.
        var few = Allocated(runtime, name, 8);
        var many = Allocated(runtime, name, 32);

        // Only what the runtime itself allocates for each of the further runs.
        var runs = itemsPerRun == 0 ? 0 : (32 - 8) / itemsPerRun * tower.Stages.Count;
        var allowed = runs * AllocatedByRuntime(runtime, tower);
        Assert.True(many - few <= allowed, $"A batch of 8 allocates {few} bytes, one of 32 {many}; the runtime accounts for {allowed}.");
        Assert.InRange(few, 0, itemsPerRun == 0 ? 4000 : 8000);
    }

    public void Dispose() => _pack.Dispose();

    /// <summary>What one run of a loaded graph allocates, its tensors being there.</summary>
    private long AllocatedByRuntime(TowerRuntime runtime, PackTower tower)
    {
        using var graph = new GraphSession(ModelPack.Open(_pack.Folder), tower.Stages[1].File, 1, NullLogger.Instance);
        using var batch = runtime.CreateBatch([tower.MaxTokens]);
        var (input, mask, output) = (batch.TensorOf(0, 1), batch.MaskOf(0, 1), batch.SpareOf(0, 1));
        var least = long.MaxValue;
        for (var round = 0; round < 40; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            graph.Run(input, mask, output, default);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }

    private static long Allocated(TowerRuntime runtime, string name, int items)
    {
        var contents = Enumerable.Range(0, items).Select(i => EncodeTests.Item(name == "image" ? 2 * i : 1)).ToList();
        var embeddings = new float[items * TestTransformer.Dimensions];
        var least = long.MaxValue;

        // Pools and the compiler's own work settle in the first rounds.
        for (var round = 0; round < 40; round++)
        {
            using var wave = runtime.FrontEnd.Prepare(contents, [.. Enumerable.Range(0, items)], default);
            var before = GC.GetAllocatedBytesForCurrentThread();
            using (var batch = runtime.RunTo(runtime.FullExit, wave, 0, items, default))
            {
                runtime.Embed(runtime.FullExit, batch, 0, items, embeddings, default);
            }

            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
