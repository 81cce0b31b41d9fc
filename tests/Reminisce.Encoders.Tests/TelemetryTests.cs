using System.Diagnostics.Metrics;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace Reminisce.Encoders.Tests;

public sealed class TelemetryTests
{
    [Fact]
    public async Task EncodeAsync_Items_AreCountedByExitAndNoContentIsLogged()
    {
        const string Secret = "zebra";
        using var pack = TestPack.Create();
        var log = new Recorder();
        using var encoder = EarlyExitEncoder.Open(pack.Folder, null, log);
        var texts = 0L;
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, l) =>
        {
            if (instrument.Meter.Name == EncoderTelemetry.SourceName && instrument.Name == "reminisce.encoder.items")
            {
                l.EnableMeasurementEvents(instrument);
            }
        };
        // Other tests run beside this one: only what is certainly ours is counted, as a lower bound.
        listener.SetMeasurementEventCallback<long>((_, value, tags, _) =>
        {
            foreach (var tag in tags)
            {
                Interlocked.Add(ref texts, tag is { Key: "exit", Value: "text_exit_03" } ? value : 0);
            }
        });
        listener.Start();

        await encoder.EncodeAsync([new TextContent(Secret), new TextContent(Secret), new DataContent("zebra"u8.ToArray(), "image/png")], new EncodingOptions { Policy = ExitPolicy.Fixed, FixedLayer = 3 });

        Assert.True(Interlocked.Read(ref texts) >= 2);
        Assert.Contains(log.Lines, l => l.Contains("opened", StringComparison.Ordinal));
        Assert.Contains(log.Lines, l => l.Contains("1 of 3", StringComparison.Ordinal));
        Assert.DoesNotContain(log.Lines, l => l.Contains(Secret, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void Open_AnyPack_NamesTheLicenceOfItsWeights()
    {
        using var pack = TestPack.Create();
        var log = new Recorder();

        using var encoder = EarlyExitEncoder.Open(pack.Folder, logger: log);

        Assert.Contains(log.Lines, l => l.Contains("its weights licensed Apache-2.0", StringComparison.Ordinal));
    }

    private sealed class Recorder : ILogger<EarlyExitEncoder>
    {
        public List<string> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Add(formatter(state, exception) + exception?.Message);
    }
}
