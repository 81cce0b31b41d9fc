using CsCheck;
using Microsoft.Extensions.AI;

namespace Reminisce.Encoders.Tests;

public sealed class PruningTests : IDisposable
{
    private readonly TestPack _pack = TestPack.Create();

    [Fact]
    public async Task ResumeAsync_HookThatStopsNobody_SeesEveryExitAndFinishesAll()
    {
        using var encoder = Open();
        var items = Pictures(11);
        var seen = new List<ResumeCheckpoint>();

        var fine = await encoder.ResumeAsync(await StopAsync(encoder, items, _ => 1), new ResumeOptions { AtExit = seen.Add });

        Assert.Equal([2, 3], seen.Select(c => c.Exit.Layer));
        foreach (var checkpoint in seen)
        {
            Assert.Equal(Enumerable.Range(0, items.Count), checkpoint.Items.Select(i => i.Position));
            var there = await EncodeAsync(encoder, items, checkpoint.Exit.Layer);
            Assert.All(checkpoint.Items, i => Vectors.Near(there[i.Position].Vector.Span, i.Vector.Span, 1e-5f));
        }

        var full = await EncodeAsync(encoder, items, 4);
        for (var i = 0; i < items.Count; i++)
        {
            Assert.True(fine[i].Exit.IsFull);
            Assert.Null(fine[i].Activation);
            Vectors.Near(full[i].Vector.Span, fine[i].Vector.Span, 1e-5f);
        }
    }

    [Fact]
    public async Task ResumeAsync_StoppedItems_KeepTheirDeepestStateAndGoOnFromIt()
    {
        using var encoder = Open();
        var items = EncodeTests.Items(14);
        var options = new ResumeOptions
        {
            AtExit = checkpoint =>
            {
                foreach (var item in checkpoint.Items.Where(i => i.Position % 3 == checkpoint.Exit.Layer - 2))
                {
                    checkpoint.Stop(item.Position);
                }
            },
        };

        var finished = await encoder.ResumeAsync(await StopAsync(encoder, items, _ => 1), options);

        for (var i = 0; i < items.Count; i++)
        {
            var layer = i % 3 == 2 ? 4 : (i % 3) + 2;
            Assert.Equal(layer, finished[i].Exit.Layer);
            Vectors.Near((await EncodeAsync(encoder, [items[i]], layer))[0].Vector.Span, finished[i].Vector.Span, 1e-5f);
            Assert.Equal(layer == 4, finished[i].Activation is null);
        }

        var stopped = Enumerable.Range(0, items.Count).Where(i => finished[i].Activation is not null).ToList();
        var later = await encoder.ResumeAsync([.. stopped.Select(i => finished[i].Activation!)]);
        for (var i = 0; i < stopped.Count; i++)
        {
            Vectors.Near((await EncodeAsync(encoder, [items[stopped[i]]], 4))[0].Vector.Span, later[i].Vector.Span, 1e-5f);
        }
    }

    [Theory]
    [InlineData(StageResidency.Resident)]
    [InlineData(StageResidency.LayerWise)]
    public void ResumeAsync_AnyExitsAndAnyStops_EqualEncodingToWhereEachStopped(StageResidency residency)
    {
        using var encoder = Open(residency, batch: 3, wave: 7);
        var items = EncodeTests.Items(10);
        var byLayer = Enumerable.Range(1, 4).Select(layer => EncodeAsync(encoder, items, layer).Result).ToList();

        // Exits that items start at, and the one each is stopped at (4: none).
        Gen.Int[1, 3].Array[10].Select(Gen.Int[2, 4].Array[10]).Sample(
            (starts, ends) =>
            {
                var options = new ResumeOptions
                {
                    AtExit = checkpoint =>
                    {
                        foreach (var item in checkpoint.Items.Where(i => ends[i.Position] == checkpoint.Exit.Layer))
                        {
                            checkpoint.Stop(item.Position);
                        }
                    },
                };
                var results = encoder.ResumeAsync([.. starts.Select((layer, i) => byLayer[layer - 1][i].Activation!)], options).Result;
                for (var i = 0; i < items.Count; i++)
                {
                    // Nobody is asked about the exit that an item comes from.
                    var expected = ends[i] > starts[i] ? ends[i] : 4;
                    Assert.Equal(expected, results[i].Exit.Layer);
                    Vectors.Near(byLayer[expected - 1][i].Vector.Span, results[i].Vector.Span, 1e-5f);
                }
            },
            iter: 25,
            threads: 1);
    }

    [Theory]
    [InlineData(StageResidency.Resident)]
    [InlineData(StageResidency.LayerWise)]
    public async Task ResumeAsync_AllStopped_RunsNoDeeperStage(StageResidency residency)
    {
        using var encoder = Open(residency);
        var activations = await StopAsync(encoder, Pictures(5), _ => 1);
        File.Delete(Path.Combine(_pack.Folder, "image/head_04.onnx"));
        File.Delete(Path.Combine(_pack.Folder, "image/stage_04.onnx"));

        var stopped = await encoder.ResumeAsync(activations, new ResumeOptions { AtExit = StopAll, KeepActivations = false });

        Assert.All(stopped, s => Assert.Equal(2, s.Exit.Layer));
        Assert.All(stopped, s => Assert.Null(s.Activation));
        await Assert.ThrowsAsync<ModelPackException>(() => encoder.ResumeAsync(activations));
    }

    [Fact]
    public async Task ResumeAsync_ItemsThatStartDeeper_AreAskedAboutOnlyBehindTheirExit()
    {
        using var encoder = Open();
        var seen = new List<(int Layer, int[] Positions)>();

        await encoder.ResumeAsync(
            await StopAsync(encoder, Pictures(6), i => (i % 3) + 1),
            new ResumeOptions { AtExit = c => seen.Add((c.Exit.Layer, [.. c.Items.Select(i => i.Position)])) });

        Assert.Equal([2, 3], seen.Select(s => s.Layer));
        Assert.Equal([0, 3], seen[0].Positions);
        Assert.Equal([0, 1, 3, 4], seen[1].Positions);
    }

    [Fact]
    public async Task ResumeAsync_HookThatFails_EndsTheCallAndNotTheEncoder()
    {
        using var encoder = Open();
        var activations = await StopAsync(encoder, Pictures(3), _ => 1);

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => encoder.ResumeAsync(activations, new ResumeOptions { AtExit = c => c.Stop(99) }));
        await Assert.ThrowsAsync<TimeoutException>(() => encoder.ResumeAsync(activations, new ResumeOptions { AtExit = _ => throw new TimeoutException() }));

        Assert.Equal(3, (await encoder.ResumeAsync(activations)).Count);
    }

    [Fact]
    public async Task ResumeAsync_HookThatCallsTheEncoder_IsNotLockedOut()
    {
        using var encoder = Open();
        var activations = await StopAsync(encoder, Pictures(3), _ => 2);
        var queries = 0;

        await encoder.ResumeAsync(activations, new ResumeOptions { AtExit = _ => queries += encoder.EncodeQueryAsync(new TextContent("red house")).Result.Exits.Count });

        Assert.True(queries > 0);
    }

    [Fact]
    public void Checkpoint_NoItemsOrOneTwice_IsRefused()
    {
        var exit = new ExitLayer("image", 1, 4);

        Assert.Throws<ArgumentException>(() => new ResumeCheckpoint(exit, []));
        Assert.Throws<ArgumentException>(() => new ResumeCheckpoint(exit, [new InFlightItem(1, default), new InFlightItem(1, default)]));
    }

    public void Dispose() => _pack.Dispose();

    private static void StopAll(ResumeCheckpoint checkpoint)
    {
        foreach (var item in checkpoint.Items)
        {
            checkpoint.Stop(item.Position);
        }
    }

    private static List<AIContent> Pictures(int count) => [.. Enumerable.Range(0, count).Select(i => EncodeTests.Item(2 * i))];

    private static async Task<IReadOnlyList<EncodedItem>> EncodeAsync(EarlyExitEncoder encoder, IReadOnlyList<AIContent> items, int layer) =>
        [.. (await encoder.EncodeAsync(items, new EncodingOptions { Policy = ExitPolicy.Fixed, FixedLayer = layer })).Select(r => r.Item!)];

    private static async Task<IReadOnlyList<Activation>> StopAsync(EarlyExitEncoder encoder, IReadOnlyList<AIContent> items, Func<int, int> layer)
    {
        var activations = new List<Activation>();
        for (var i = 0; i < items.Count; i++)
        {
            activations.Add((await EncodeAsync(encoder, [items[i]], layer(i)))[0].Activation!);
        }

        return activations;
    }

    private EarlyExitEncoder Open(StageResidency residency = StageResidency.Resident, int batch = 4, int wave = 16) => EarlyExitEncoder.Open(
        _pack.Folder, new EarlyExitEncoderOptions { ActivationFormat = ActivationFormat.Float32, BatchSize = batch, WaveSize = wave, StageResidency = residency });
}
