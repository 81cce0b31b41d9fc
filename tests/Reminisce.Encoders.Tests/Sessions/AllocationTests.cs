using Microsoft.Extensions.Logging.Abstractions;

namespace Reminisce.Encoders.Tests;

public sealed class AllocationTests : IDisposable
{
    private readonly TestPack _pack = TestPack.Create();

    [Theory]
    [InlineData("image")]
    [InlineData("text")]
    public void StagesAndHeads_SteadyBatches_AllocateNothingPerItem(string name)
    {
        var tower = _pack.Manifest.Towers.First(t => t.Name == name);
        using var runtime = new TowerRuntime(ModelPack.Open(_pack.Folder), tower, new EarlyExitEncoderOptions { ThreadCount = 1 }, NullLogger.Instance);

        // Pictures, or one text again and again, so that only the number of items differs.
        var few = Allocated(runtime, name, 8);
        var many = Allocated(runtime, name, 32);

        Assert.True(many <= few, $"A batch of 8 allocates {few} bytes, one of 32 {many}.");
        Assert.InRange(few, 0, 4000);
    }

    public void Dispose() => _pack.Dispose();

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
