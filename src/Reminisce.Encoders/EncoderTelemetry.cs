using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Reminisce.Encoders;

/// <summary>Names under which encoders report activities and metrics.</summary>
public static class EncoderTelemetry
{
    /// <summary>The name of the <see cref="ActivitySource"/> and of the <see cref="Meter"/>.</summary>
    public const string SourceName = "Reminisce.Encoders";

    private static readonly Meter s_meter = new(SourceName);

    internal static ActivitySource Source { get; } = new(SourceName);

    internal static Counter<long> Items { get; } = s_meter.CreateCounter<long>("reminisce.encoder.items", "{item}", "Items encoded or resumed, by exit.");

    internal static Counter<long> Failures { get; } = s_meter.CreateCounter<long>("reminisce.encoder.failures", "{item}", "Items that could not be encoded.");

    internal static Counter<long> Truncated { get; } = s_meter.CreateCounter<long>("reminisce.encoder.truncated", "{item}", "Items longer than the model takes, embedded by their beginning.");

    internal static Histogram<double> BatchDuration { get; } = s_meter.CreateHistogram<double>("reminisce.encoder.batch.duration", "s", "Time of one batch from its first to its last stage.");
}
