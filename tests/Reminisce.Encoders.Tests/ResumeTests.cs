using Microsoft.Extensions.AI;

namespace Reminisce.Encoders.Tests;

public sealed class ResumeTests : IDisposable
{
    private readonly TestPack _pack = TestPack.Create();

    // What the form loses of the full embedding, worst of 30 items through four random layers: far deeper cuts than a trained pack sees.
    [Theory]
    [InlineData(ActivationFormat.Float32, 0.999999f)]
    [InlineData(ActivationFormat.Float16, 0.99999f)]
    [InlineData(ActivationFormat.Int8, 0.9995f)]
    [InlineData(ActivationFormat.Int4, 0.95f)]
    public async Task ResumeAsync_MixedExitsAndTowers_EqualsFullRun(ActivationFormat format, float leastCosine)
    {
        using var encoder = Open(format);
        var items = EncodeTests.Items(30);
        var full = await encoder.EncodeAsync(items, new EncodingOptions { Policy = ExitPolicy.Full });
        foreach (var layer in new[] { 1, 2, 3 })
        {
            var coarse = await encoder.EncodeAsync(items, new EncodingOptions { Policy = ExitPolicy.Fixed, FixedLayer = layer });

            var fine = await encoder.ResumeAsync([.. coarse.Select(c => c.Item!.Activation!)]);

            for (var i = 0; i < items.Count; i++)
            {
                Assert.Equal(full[i].Item!.Exit, fine[i].Exit);
                Assert.Null(fine[i].Activation);
                var cosine = Vectors.Cosine(full[i].Item!.Vector, fine[i].Vector);
                Assert.True(cosine >= leastCosine, $"Item {i} from layer {layer}: cosine {cosine}.");
                if (format == ActivationFormat.Float32)
                {
                    Vectors.Near(full[i].Item!.Vector.Span, fine[i].Vector.Span, 1e-5f);
                }
            }
        }
    }

    [Fact]
    public async Task ResumeAsync_PredictedExitsShuffled_KeepsOrder()
    {
        using var encoder = Open(ActivationFormat.Float32);
        var items = EncodeTests.Items(40);
        var full = await encoder.EncodeAsync(items, new EncodingOptions { Policy = ExitPolicy.Full });
        var coarse = await encoder.EncodeAsync(items);
        var shuffled = Enumerable.Range(0, items.Count).Where(i => coarse[i].Item!.Activation is not null).OrderBy(i => i * 17 % 41).ToList();

        var fine = await encoder.ResumeAsync([.. shuffled.Select(i => coarse[i].Item!.Activation!)]);

        for (var i = 0; i < shuffled.Count; i++)
        {
            Vectors.Near(full[shuffled[i]].Item!.Vector.Span, fine[i].Vector.Span, 1e-5f);
        }
    }

    [Fact]
    public async Task ResumeAsync_NotResumable_RefusesAllNamingTheFault()
    {
        using var encoder = Open(ActivationFormat.Int4);
        var good = (await encoder.EncodeAsync(EncodeTests.Items(2), new EncodingOptions { Policy = ExitPolicy.Fixed, FixedLayer = 2 }))[1].Item!.Activation!;

        async Task Refused(string reason, Activation bad)
        {
            var e = await Assert.ThrowsAsync<ArgumentException>(() => encoder.ResumeAsync([good, bad]));
            Assert.Contains(reason, e.Message, StringComparison.Ordinal);
        }

        await Refused("null", null!);
        await Refused("made by the model pack", new Activation("other", good.Exit, good.Tokens, good.Width, good.Format, good.Data));
        await Refused("no exit", new Activation(good.Fingerprint, good.Exit with { TotalLayers = 5 }, good.Tokens, good.Width, good.Format, good.Data));
        await Refused("no exit", new Activation(good.Fingerprint, good.Exit with { Tower = "audio" }, good.Tokens, good.Width, good.Format, good.Data));
        await Refused("tokens of", new Activation(good.Fingerprint, good.Exit, 17, good.Width, good.Format, good.Data));
        await Refused("tokens of", new Activation(good.Fingerprint, good.Exit, good.Tokens, good.Width + 1, good.Format, good.Data));
        await Refused("bytes", new Activation(good.Fingerprint, good.Exit, good.Tokens, good.Width, good.Format, good.Data[1..]));
        await Refused("unknown format", new Activation(good.Fingerprint, good.Exit, good.Tokens, good.Width, (ActivationFormat)9, good.Data));
        var broken = good.Data.ToArray();
        (broken[0], broken[1]) = (0, 0x7C);
        await Refused("damaged", new Activation(good.Fingerprint, good.Exit, good.Tokens, good.Width, good.Format, broken));
        Assert.Single(await encoder.ResumeAsync([good]));
    }

    [Fact]
    public async Task ResumeAsync_NothingOrCancelled()
    {
        using var encoder = Open(ActivationFormat.Int4);
        Assert.Empty(await encoder.ResumeAsync([]));
        var coarse = await encoder.EncodeAsync(EncodeTests.Items(4), new EncodingOptions { Policy = ExitPolicy.Fixed });
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => encoder.ResumeAsync([.. coarse.Select(c => c.Item!.Activation!)], cancelled.Token));
    }

    public void Dispose() => _pack.Dispose();

    private EarlyExitEncoder Open(ActivationFormat format) =>
        EarlyExitEncoder.Open(_pack.Folder, new EarlyExitEncoderOptions { ActivationFormat = format, BatchSize = 4, WaveSize = 8 });
}
