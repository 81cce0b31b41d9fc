using Microsoft.Extensions.Logging;

namespace Reminisce.Encoders;

/// <summary>The log events of encoders; none holds content.</summary>
internal static partial class EncoderLog
{
    [LoggerMessage(1, LogLevel.Information, "Encoder {Name} opened, its weights licensed {License}: {Towers} towers, {Exits} exits, fingerprint {Fingerprint}.")]
    public static partial void Opened(ILogger logger, string name, string license, int towers, int exits, string fingerprint);

    [LoggerMessage(2, LogLevel.Debug, "Graph {File} loaded: {Bytes} bytes in {Milliseconds:F0} ms.")]
    public static partial void GraphLoaded(ILogger logger, string file, int bytes, double milliseconds);

    [LoggerMessage(3, LogLevel.Warning, "{Failed} of {Items} items could not be encoded; each result holds its reason.")]
    public static partial void ItemsFailed(ILogger logger, int failed, int items);

    [LoggerMessage(4, LogLevel.Information, "Tower {Tower} measured: {Workers} runs of {Items} items side by side, {Threads} threads each; a layer takes {LayerMilliseconds:F3} ms an item, a head {HeadMilliseconds:F3} ms a run.")]
    public static partial void Measured(ILogger logger, string tower, int workers, int items, int threads, double layerMilliseconds, double headMilliseconds);

    [LoggerMessage(5, LogLevel.Information, "{Truncated} of {Items} items are longer than the model takes; their embeddings tell of the beginning only.")]
    public static partial void ItemsTruncated(ILogger logger, int truncated, int items);
}
