using Microsoft.Extensions.AI;

namespace Reminisce.Encoders.Tests;

public sealed class LayerWiseTests : IDisposable
{
    private readonly TestPack _pack = TestPack.Create();

    [Theory]
    [InlineData(ExitPolicy.Predicted, 0)]
    [InlineData(ExitPolicy.Fixed, 1)]
    [InlineData(ExitPolicy.Fixed, 3)]
    [InlineData(ExitPolicy.Full, 0)]
    public async Task EncodeAsync_LayerWise_EqualsResident(ExitPolicy policy, int layer)
    {
        using var resident = Open(StageResidency.Resident);
        using var layerWise = Open(StageResidency.LayerWise);
        var items = EncodeTests.Items(29).ToList();
        items[4] = new DataContent(new byte[] { 1, 2, 3 }, "image/png");
        items[7] = new TextContent(" ");
        var options = new EncodingOptions { Policy = policy, FixedLayer = layer };

        var expected = await resident.EncodeAsync(items, options);
        var found = await layerWise.EncodeAsync(items, options);

        for (var i = 0; i < items.Count; i++)
        {
            Assert.Equal(expected[i].Error?.GetType(), found[i].Error?.GetType());
            Assert.Equal(expected[i].Item?.Exit, found[i].Item?.Exit);
            Assert.Equal(expected[i].Item?.Vector.ToArray(), found[i].Item?.Vector.ToArray());
            Assert.Equal(expected[i].Item?.Activation?.Data.ToArray(), found[i].Item?.Activation?.Data.ToArray());
        }
    }

    [Fact]
    public async Task QueriesAndResumes_LayerWise_EqualResident()
    {
        using var resident = Open(StageResidency.Resident);
        using var layerWise = Open(StageResidency.LayerWise);
        var early = await resident.EncodeAsync(EncodeTests.Items(14), new EncodingOptions { Policy = ExitPolicy.Fixed, FixedLayer = 2 });
        var activations = early.Select(r => r.Item!.Activation!).ToList();

        var expected = await resident.ResumeAsync(activations);
        var found = await layerWise.ResumeAsync(activations);
        var query = new TextContent("red house");

        Assert.Equal(expected.Select(i => i.Vector.ToArray()), found.Select(i => i.Vector.ToArray()));
        Assert.Equal(
            (await resident.EncodeQueryAsync(query)).Exits.Select(e => e.Vector.ToArray()),
            (await layerWise.EncodeQueryAsync(query)).Exits.Select(e => e.Vector.ToArray()));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task ConcurrentCalls_LayerWise_EqualSequential(int runs)
    {
        using var encoder = EarlyExitEncoder.Open(
            _pack.Folder, new EarlyExitEncoderOptions { BatchSize = 4, WaveSize = 8, MaxConcurrentRuns = runs, StageResidency = StageResidency.LayerWise });
        var sets = Enumerable.Range(0, 6).Select(s => EncodeTests.Items(9 + s)).ToList();
        var sequential = new List<IReadOnlyList<EncodingResult>>();
        foreach (var set in sets)
        {
            sequential.Add(await encoder.EncodeAsync(set));
        }

        var concurrent = await Task.WhenAll(sets.Select(set => Task.Run(() => encoder.EncodeAsync(set))));

        for (var s = 0; s < sets.Count; s++)
        {
            Assert.Equal(sequential[s].Select(r => r.Item!.Vector.ToArray()), concurrent[s].Select(r => r.Item!.Vector.ToArray()));
        }
    }

    [Fact]
    public async Task EncodeAsync_LayerWise_LoadsStagesAgainForEveryWaveAndResidentOnlyOnce()
    {
        // Changing a stage between two calls shows which mode reads it again.
        using var resident = Open(StageResidency.Resident);
        using var layerWise = Open(StageResidency.LayerWise);
        var items = new AIContent[] { new TextContent("red house") };
        var full = new EncodingOptions { Policy = ExitPolicy.Full };
        await resident.EncodeAsync(items, full);
        await layerWise.EncodeAsync(items, full);
        File.WriteAllBytes(Path.Combine(_pack.Folder, "text/stage_03.onnx"), _pack.Text.Stage(0, 1));

        Assert.NotNull((await resident.EncodeAsync(items, full))[0].Item);
        Assert.Equal("text/stage_03.onnx", (await Assert.ThrowsAsync<ModelPackException>(() => layerWise.EncodeAsync(items, full))).File);
        Assert.NotNull((await layerWise.EncodeAsync(items, new EncodingOptions { Policy = ExitPolicy.Fixed, FixedLayer = 2 }))[0].Item);
    }

    [Fact]
    public async Task EncodeAsync_LayerWiseCancelled_LeavesTheEncoderUsable()
    {
        using var encoder = Open(StageResidency.LayerWise);
        using var source = new CancellationTokenSource();
        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => encoder.EncodeAsync(EncodeTests.Items(9), null, source.Token));

        Assert.All(await encoder.EncodeAsync(EncodeTests.Items(9)), r => Assert.NotNull(r.Item));
    }

    [Fact]
    public void Options_UnknownResidency_IsRefused() => Assert.Throws<ArgumentOutOfRangeException>(() => Open((StageResidency)7));

    public void Dispose() => _pack.Dispose();

    private EarlyExitEncoder Open(StageResidency residency) =>
        EarlyExitEncoder.Open(_pack.Folder, new EarlyExitEncoderOptions { BatchSize = 4, WaveSize = 12, StageResidency = residency });
}
