using Microsoft.Extensions.AI;

namespace Reminisce.Encoders.Tests;

public sealed class EncodeTests : IDisposable
{
    private readonly TestPack _pack = TestPack.Create();
    private readonly EarlyExitEncoder _encoder;

    public EncodeTests() => _encoder = EarlyExitEncoder.Open(_pack.Folder, new EarlyExitEncoderOptions { BatchSize = 4, WaveSize = 8 });

    public static IReadOnlyList<AIContent> Items(int count) => [.. Enumerable.Range(0, count).Select(Item)];

    public static AIContent Item(int i) => i % 2 == 0
        ? new DataContent(TestPictures.Encode(i), "image/png")
        : new TextContent(string.Join(' ', Enumerable.Range(0, 1 + (i * 7 % 11)).Select(w => TestPack.Words[((w * 5) + i) % TestPack.Words.Length])));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task EncodeAsync_FixedLayer_EqualsUncutGraph(int layer)
    {
        var items = Items(13);

        var results = await _encoder.EncodeAsync(items, new EncodingOptions { Policy = ExitPolicy.Fixed, FixedLayer = layer });

        for (var i = 0; i < items.Count; i++)
        {
            var item = Assert.IsType<EncodedItem>(results[i].Item);
            Assert.Equal(layer, item.Exit.Layer);
            Vectors.Near(Expected(items[i], layer), item.Vector.Span, 1e-5f);
        }
    }

    [Fact]
    public async Task EncodeAsync_Predicted_UsesSeveralExitsAndEachEqualsUncutGraph()
    {
        var items = Items(41);

        var results = await _encoder.EncodeAsync(items);

        for (var i = 0; i < items.Count; i++)
        {
            var item = Assert.IsType<EncodedItem>(results[i].Item);
            Assert.Equal(i % 2 == 0 ? "image" : "text", item.Exit.Tower);
            Vectors.Near(Expected(items[i], item.Exit.Layer), item.Vector.Span, 1e-5f);
            Assert.Equal(item.Exit.IsFull, item.Activation is null);
        }

        Assert.True(results.Select(r => r.Item!.Exit).Distinct().Count() >= 5, "The predictors send these items to fewer than 5 of 7 exits: the test proves too little.");
        Assert.All(results.Where(r => r.Item!.Exit.Tower == "text"), r => Assert.True(r.Item!.Exit.Layer >= 2, "An item stopped before the superficial layer."));
    }

    [Fact]
    public async Task EncodeAsync_Batch_EqualsSingly()
    {
        var items = Items(23);

        var together = await _encoder.EncodeAsync(items);

        for (var i = 0; i < items.Count; i++)
        {
            var alone = Assert.Single(await _encoder.EncodeAsync([items[i]])).Item!;
            Assert.Equal(alone.Exit, together[i].Item!.Exit);
            Vectors.Near(alone.Vector.Span, together[i].Item!.Vector.Span, 1e-5f);
            Assert.Equal(alone.Activation?.Tokens, together[i].Item!.Activation?.Tokens);
        }
    }

    [Fact]
    public async Task EncodeAsync_FullPolicyOrNoPredictor_RunsAllLayers()
    {
        using var plain = TestPack.Create(predictors: false);
        using var encoder = EarlyExitEncoder.Open(plain.Folder);

        var full = await _encoder.EncodeAsync(Items(6), new EncodingOptions { Policy = ExitPolicy.Full });
        var unpredicted = await encoder.EncodeAsync(Items(6));

        Assert.All(full.Concat(unpredicted), r => Assert.True(r.Item!.Exit.IsFull));
        Assert.All(full.Concat(unpredicted), r => Assert.Null(r.Item!.Activation));
    }

    [Fact]
    public async Task EncodeAsync_FixedLayerBetweenOrBeyondExits_TakesNextOrLast()
    {
        var first = await _encoder.EncodeAsync(Items(2), new EncodingOptions { Policy = ExitPolicy.Fixed });
        var beyond = await _encoder.EncodeAsync(Items(2), new EncodingOptions { Policy = ExitPolicy.Fixed, FixedLayer = 99 });

        Assert.All(first, r => Assert.Equal(1, r.Item!.Exit.Layer));
        Assert.All(beyond, r => Assert.Equal(4, r.Item!.Exit.Layer));
    }

    [Fact]
    public async Task EncodeAsync_BadItems_FailAloneAndKeepOrder()
    {
        var items = Items(12).ToList();
        items[2] = new DataContent(new byte[] { 1, 2, 3 }, "image/png");
        items[3] = new TextContent("  ");
        items[6] = new DataContent(TestPictures.HugePng(60000, 60000), "image/png");
        items[7] = new UriContent("https://example.org/a.png", "image/png");
        items[8] = new DataContent(new byte[] { 1 }, "audio/wav");
        items[9] = null!;

        var results = await _encoder.EncodeAsync(items);

        Assert.IsType<PictureException>(results[2].Error);
        Assert.IsType<TextException>(results[3].Error);
        Assert.Contains("60000 x 60000", Assert.IsType<PictureException>(results[6].Error).Message, StringComparison.Ordinal);
        Assert.IsType<NotSupportedException>(results[7].Error);
        Assert.Contains("audio/wav", Assert.IsType<NotSupportedException>(results[8].Error).Message, StringComparison.Ordinal);
        Assert.IsType<NotSupportedException>(results[9].Error);
        foreach (var i in new[] { 0, 1, 4, 5, 10, 11 })
        {
            Vectors.Near(Expected(items[i], results[i].Item!.Exit.Layer), results[i].Item!.Vector.Span, 1e-5f);
        }
    }

    [Fact]
    public async Task EncodeAsync_KeepActivationsOff_CarriesNone()
    {
        var results = await _encoder.EncodeAsync(Items(9), new EncodingOptions { Policy = ExitPolicy.Fixed, FixedLayer = 2, KeepActivations = false });

        Assert.All(results, r => Assert.Null(r.Item!.Activation));
    }

    [Fact]
    public async Task EncodeAsync_Progress_RisesToAllItems()
    {
        var seen = new Recorder();
        var items = Items(20).ToList();
        items[4] = new TextContent("");

        await _encoder.EncodeAsync(items, new EncodingOptions { Progress = seen });

        Assert.Equal(seen.Values.Order(), seen.Values);
        Assert.Equal(items.Count, seen.Values[^1]);
    }

    [Fact]
    public async Task EncodeAsync_Nothing_GivesNothing() => Assert.Empty(await _encoder.EncodeAsync([]));

    [Fact]
    public async Task EncodeAsync_CancelledBeforeAndBetweenBatches_Throws()
    {
        using var before = new CancellationTokenSource();
        await before.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _encoder.EncodeAsync(Items(3), null, before.Token));

        using var between = new CancellationTokenSource();
        var stop = new Recorder(_ => between.Cancel());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _encoder.EncodeAsync(Items(40), new EncodingOptions { Progress = stop }, between.Token));
        Assert.True(stop.Values[^1] < 40);

        // The encoder is as good as new afterwards.
        Assert.All(await _encoder.EncodeAsync(Items(5)), r => Assert.NotNull(r.Item));
    }

    [Fact]
    public async Task EncodeAsync_ConcurrentCalls_EqualSequential()
    {
        using var wide = EarlyExitEncoder.Open(_pack.Folder, new EarlyExitEncoderOptions { BatchSize = 4, WaveSize = 8, MaxConcurrentRuns = 3 });
        foreach (var encoder in new[] { _encoder, wide })
        {
            var sets = Enumerable.Range(0, 8).Select(s => Items(10 + s)).ToList();
            var sequential = new List<IReadOnlyList<EncodingResult>>();
            foreach (var set in sets)
            {
                sequential.Add(await encoder.EncodeAsync(set));
            }

            var concurrent = await Task.WhenAll(sets.Select(set => Task.Run(() => encoder.EncodeAsync(set))));

            for (var s = 0; s < sets.Count; s++)
            {
                for (var i = 0; i < sets[s].Count; i++)
                {
                    Assert.Equal(sequential[s][i].Item!.Exit, concurrent[s][i].Item!.Exit);
                    Assert.Equal(sequential[s][i].Item!.Vector.ToArray(), concurrent[s][i].Item!.Vector.ToArray());
                }
            }
        }
    }

    [Fact]
    public async Task Dispose_DuringCalls_EndsThemOrdinarily()
    {
        var encoder = EarlyExitEncoder.Open(_pack.Folder, new EarlyExitEncoderOptions { BatchSize = 2, WaveSize = 4 });
        var started = new TaskCompletionSource();
        var calls = Enumerable.Range(0, 4).Select(_ => Task.Run(() => encoder.EncodeAsync(Items(60), new EncodingOptions { Progress = new Recorder(_ => started.TrySetResult()) }))).ToList();
        await started.Task;

        encoder.Dispose();

        foreach (var call in calls)
        {
            await Assert.ThrowsAsync<ObjectDisposedException>(() => call);
        }

        await Assert.ThrowsAsync<ObjectDisposedException>(() => encoder.EncodeAsync(Items(1)));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => encoder.EncodeQueryAsync(new TextContent("red house")));
        encoder.Dispose();
    }

    [Fact]
    public void Describes_Pack()
    {
        Assert.Equal("test-pack 1.0", _encoder.Name);
        Assert.Equal(TestTransformer.Dimensions, _encoder.Dimensions);
        Assert.Equal(_pack.Manifest.ComputeFingerprint(), _encoder.Fingerprint);
        Assert.Equal(["image_exit_01", "image_exit_02", "image_exit_03", "image_full", "text_exit_01", "text_exit_02", "text_exit_03", "text_full"], _encoder.Exits.Select(e => e.Name));
        Assert.True(_encoder.CanEncode(new TextContent("a")));
        Assert.True(_encoder.CanEncode(new DataContent(new byte[] { 1 }, "image/webp")));
        Assert.False(_encoder.CanEncode(new DataContent(new byte[] { 1 }, "audio/wav")));
    }

    public void Dispose()
    {
        _encoder.Dispose();
        _pack.Dispose();
    }

    private float[] Expected(AIContent item, int layer) => item is TextContent text
        ? Oracle.Text(_pack, text.Text, layer, $"head{layer}")
        : Oracle.Picture(_pack, ((DataContent)item).Data.ToArray(), layer, $"head{layer}");

    private sealed class Recorder(Action<int>? then = null) : IProgress<int>
    {
        public List<int> Values { get; } = [];

        public void Report(int value)
        {
            Values.Add(value);
            then?.Invoke(value);
        }
    }
}
