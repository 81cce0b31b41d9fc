using Microsoft.ML.OnnxRuntime;

namespace Reminisce.Encoders;

/// <summary>How the runtime runs every graph of a pack.</summary>
internal static class GraphOptions
{
    /// <summary>Makes the options of one session. The caller disposes them.</summary>
    /// <param name="threads">Threads of a run.</param>
    /// <param name="fitsSixteenBits">Whether 8-bit weights lie in -64 to 64, so that no processor saturates when it adds two products.</param>
    public static SessionOptions Create(int threads, bool fitsSixteenBits = false)
    {
        var options = new SessionOptions
        {
            IntraOpNumThreads = threads,
            InterOpNumThreads = 1,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            // The runtime writes to standard error by itself; failures come as exceptions.
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
        };
        // Stages run one after the other: threads of one that spin on would take the cores from the next.
        options.AddSessionConfigEntry("session.force_spinning_stop", "1");
        if (!fitsSixteenBits)
        {
            // Bytes as an exporter left them: without VNNI the runtime must multiply unsigned by unsigned, slower and exact. With VNNI nothing changes.
            options.AddSessionConfigEntry("session.x64quantprecision", "1");
        }

        return options;
    }
}
