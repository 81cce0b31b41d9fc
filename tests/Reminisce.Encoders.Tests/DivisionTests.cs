using Microsoft.Extensions.AI;

namespace Reminisce.Encoders.Tests;

/// <summary>How a batch is divided into runs changes no result.</summary>
public sealed class DivisionTests : IDisposable
{
    private readonly TestPack _pack = TestPack.Create();

    [Theory]
    [InlineData(1, 0, 0)]
    [InlineData(3, 1, 1)]
    [InlineData(3, 1, 2)]
    [InlineData(4, 2, 3)]
    [InlineData(2, 2, 16)]
    [InlineData(16, 1, 0)]
    public async Task EncodeAndResume_AnyDivision_GiveTheSame(int threads, int threadsPerRun, int itemsPerRun)
    {
        var items = EncodeTests.Items(37);
        using var whole = EarlyExitEncoder.Open(_pack.Folder, new EarlyExitEncoderOptions { ThreadCount = 1, ItemsPerRun = 16, ActivationFormat = ActivationFormat.Float32 });
        using var divided = EarlyExitEncoder.Open(
            _pack.Folder,
            new EarlyExitEncoderOptions { ThreadCount = threads, ThreadsPerRun = threadsPerRun, ItemsPerRun = itemsPerRun, ActivationFormat = ActivationFormat.Float32 });

        var expected = await whole.EncodeAsync(items);
        var found = await divided.EncodeAsync(items);
        var expectedInFull = await whole.ResumeAsync([.. expected.Where(r => r.Item!.Activation is not null).Select(r => r.Item!.Activation!)]);
        var foundInFull = await divided.ResumeAsync([.. found.Where(r => r.Item!.Activation is not null).Select(r => r.Item!.Activation!)]);

        Assert.NotEmpty(foundInFull);
        Same([.. expected.Select(r => r.Item!)], [.. found.Select(r => r.Item!)]);
        Same(expectedInFull, foundInFull);
    }

    [Fact]
    public async Task EncodeAsync_OneRunOfManyFails_FailsAsItDoes()
    {
        using var encoder = EarlyExitEncoder.Open(_pack.Folder, new EarlyExitEncoderOptions { ThreadCount = 4, ItemsPerRun = 1 });
        File.WriteAllBytes(Path.Combine(_pack.Folder, _pack.Manifest.Towers[0].Stages[1].File), [1, 2, 3]);

        await Assert.ThrowsAsync<ModelPackException>(() => encoder.EncodeAsync(EncodeTests.Items(16), new EncodingOptions { Policy = ExitPolicy.Full }));
    }

    [Fact]
    public async Task EncodeAsync_CancelledAmongManyRuns_IsCancelled()
    {
        using var encoder = EarlyExitEncoder.Open(_pack.Folder, new EarlyExitEncoderOptions { ThreadCount = 4, ItemsPerRun = 1, BatchSize = 4, WaveSize = 8 });
        using var source = new CancellationTokenSource();
        var options = new EncodingOptions { Policy = ExitPolicy.Full, Progress = new Cancelling(source) };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => encoder.EncodeAsync(EncodeTests.Items(40), options, source.Token));
        Assert.All(await encoder.EncodeAsync(EncodeTests.Items(8)), r => Assert.NotNull(r.Item));
    }

    [Theory]
    [InlineData(192, 12, 196, 1, 4, 256)] // DeiT-tiny: a core each.
    [InlineData(1024, 24, 257, 4, 1, 192)] // CLIP large: all threads on one.
    public void For_TowerOfASize_DividesTheThreads(int width, int layers, int tokens, int threads, int workers, int tokensPerRun)
    {
        var tower = _pack.Manifest.Towers[0] with { Width = width, Layers = layers, MaxTokens = tokens };

        var tuning = TowerTuning.For(tower, new EarlyExitEncoderOptions { ThreadCount = 4 });

        Assert.Equal((threads, workers, tokensPerRun), (tuning.Threads, tuning.Workers, tuning.TokensPerRun));
        Assert.InRange(tuning.ItemsPerRun(1, tokens), 1, 1);
        Assert.Equal(1, tuning.ItemsPerRun(16, tokens));
        Assert.Equal((16 + workers - 1) / workers, tuning.ItemsPerRun(16, 1));
        for (var items = 1; items < 40; items++)
        {
            // The worker with most to do has as much as it must have, but for what whole runs round up.
            var size = tuning.ItemsPerRun(items, tokensPerRun / 3);
            var rounds = (items + (size * workers) - 1) / (size * workers);
            Assert.InRange((size * rounds) - ((items + workers - 1) / workers), 0, rounds - 1);
        }
    }

    public void Dispose() => _pack.Dispose();

    private static void Same(IReadOnlyList<EncodedItem> expected, IReadOnlyList<EncodedItem> found)
    {
        Assert.Equal(expected.Select(e => e.Exit), found.Select(f => f.Exit));
        for (var i = 0; i < expected.Count; i++)
        {
            Vectors.Near(expected[i].Vector.Span, found[i].Vector.Span, 1e-5f);
        }
    }

    private sealed class Cancelling(CancellationTokenSource source) : IProgress<int>
    {
        public void Report(int value) => source.Cancel();
    }
}
