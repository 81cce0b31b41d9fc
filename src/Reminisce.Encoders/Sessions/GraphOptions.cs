using Microsoft.ML.OnnxRuntime;

namespace Reminisce.Encoders;

/// <summary>How the runtime runs every graph of a pack.</summary>
internal static class GraphOptions
{
    /// <summary>Makes the options of one session. The caller disposes them.</summary>
    public static SessionOptions Create(int threads)
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
        return options;
    }
}
