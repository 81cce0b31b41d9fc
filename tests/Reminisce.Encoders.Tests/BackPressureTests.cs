using System.Collections;
using Microsoft.Extensions.AI;

namespace Reminisce.Encoders.Tests;

public sealed class BackPressureTests : IDisposable
{
    private readonly TestPack _pack = TestPack.Create();

    [Fact]
    public async Task EncodeAsync_ManyCallers_DecodeOneWaveMoreThanRuns()
    {
        using var encoder = EarlyExitEncoder.Open(_pack.Folder, new EarlyExitEncoderOptions { BatchSize = 4, WaveSize = 8, MaxConcurrentRuns = 1 });
        var wave = EncodeTests.Items(16).Where((_, i) => i % 2 == 0).ToList();
        Assert.Equal(8, wave.Count);
        var state = new Waves();
        using var allWait = new CountdownEvent(6);

        // The first call holds the only run until all others have come as far as they can without it.
        var first = new Once(() => allWait.Wait());
        var calls = new List<Task<IReadOnlyList<EncodingResult>>> { Task.Run(() => CallAsync(null, first.Report)) };
        calls.AddRange(Enumerable.Range(0, 6).Select(_ => Task.Run(() => CallAsync(allWait, _ => { }))));
        var results = await Task.WhenAll(calls);

        Assert.All(results, r => Assert.All(r, i => Assert.NotNull(i.Item)));
        Assert.InRange(state.Most, 1, 2);

        Task<IReadOnlyList<EncodingResult>> CallAsync(CountdownEvent? arrived, Action<int> told)
        {
            // The last item is reported while its wave still holds its place; after the call it would be too late to count.
            var progress = new Each(done =>
            {
                told(done);
                if (done == wave.Count)
                {
                    state.Leave();
                }
            });
            return encoder.EncodeAsync(new Watched(wave, state, arrived), new EncodingOptions { Progress = progress });
        }
    }

    [Fact]
    public async Task EncodeAsync_Stream_TakesNoMoreThanOneChunkAhead()
    {
        using var encoder = EarlyExitEncoder.Open(_pack.Folder);
        var items = EncodeTests.Items(23).ToList();
        items[5] = new TextContent(" ");
        var expected = await encoder.EncodeAsync(items);
        var taken = 0;
        async IAsyncEnumerable<AIContent> SourceAsync()
        {
            foreach (var item in items)
            {
                await Task.Yield();
                taken++;
                yield return item;
            }
        }

        var seen = new List<int>();
        var read = 0;
        await foreach (var result in encoder.EncodeAsync(SourceAsync(), new EncodingOptions { Progress = new Each(seen.Add) }, chunkSize: 5))
        {
            Assert.Equal(Math.Min(items.Count, ((read / 5) + 1) * 5), taken);
            Assert.Equal(expected[read].Item?.Exit, result.Item?.Exit);
            Assert.Equal(expected[read].Error?.GetType(), result.Error?.GetType());
            if (result.Item is { } item)
            {
                Vectors.Near(expected[read].Item!.Vector.Span, item.Vector.Span, 1e-5f);
            }

            read++;
        }

        Assert.Equal(items.Count, read);
        Assert.Equal(seen.Order(), seen);
        Assert.Equal(items.Count, seen[^1]);
    }

    [Fact]
    public async Task EncodeAsync_StreamCancelled_Stops()
    {
        using var encoder = EarlyExitEncoder.Open(_pack.Folder);
        using var source = new CancellationTokenSource();
        var read = 0;

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in encoder.EncodeAsync(EncodeTests.Items(12).ToAsyncEnumerable(), null, chunkSize: 3, source.Token))
            {
                if (++read == 4)
                {
                    await source.CancelAsync();
                }
            }
        });

        Assert.InRange(read, 4, 6);
        Assert.Throws<ArgumentOutOfRangeException>(() => encoder.EncodeAsync(EncodeTests.Items(1).ToAsyncEnumerable(), null, chunkSize: 0));
    }

    public void Dispose() => _pack.Dispose();

    private sealed class Waves
    {
        private int _now;
        private int _most;

        public int Most => Volatile.Read(ref _most);

        public void Enter()
        {
            var now = Interlocked.Increment(ref _now);
            for (var most = Most; now > most; most = Most)
            {
                Interlocked.CompareExchange(ref _most, now, most);
            }
        }

        public void Leave() => Interlocked.Decrement(ref _now);
    }

    /// <summary>Items that tell when they are looked at first (sorted by tower) and when the first of them is decoded.</summary>
    private sealed class Watched(List<AIContent> items, Waves waves, CountdownEvent? arrived) : IReadOnlyList<AIContent>
    {
        private int _firstAsked;

        public int Count => items.Count;

        public AIContent this[int index]
        {
            get
            {
                if (index == 0)
                {
                    // Asked for once when sorting by tower, then when decoding.
                    switch (Interlocked.Increment(ref _firstAsked))
                    {
                        case 1:
                            arrived?.Signal();
                            break;
                        case 2:
                            waves.Enter();
                            break;
                    }
                }

                return items[index];
            }
        }

        public IEnumerator<AIContent> GetEnumerator() => items.GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }

    private sealed class Once(Action act) : IProgress<int>
    {
        private int _told;

        public void Report(int value)
        {
            if (Interlocked.Exchange(ref _told, 1) == 0)
            {
                act();
            }
        }
    }

    private sealed class Each(Action<int> act) : IProgress<int>
    {
        public void Report(int value) => act(value);
    }
}
