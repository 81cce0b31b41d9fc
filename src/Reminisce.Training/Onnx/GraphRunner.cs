using Microsoft.ML.OnnxRuntime;

namespace Reminisce.Training.Onnx;

/// <summary>Runs a graph that was just built, on arrays.</summary>
/// <remarks>Safe for concurrent calls. Owns its session.</remarks>
internal sealed class GraphRunner : IDisposable
{
    private readonly InferenceSession _session;
    private readonly RunOptions _options = new();

    public GraphRunner(byte[] model)
    {
        using var options = new SessionOptions { IntraOpNumThreads = Math.Min(Environment.ProcessorCount, 8) };
        // Waiting threads must not take a shared machine's cores.
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        _session = new InferenceSession(model, options);
    }

    /// <summary>Runs the graph on inputs and copies its first output out.</summary>
    public float[] Run(params (string Name, OrtValue Value)[] inputs)
    {
        try
        {
            using var results = _session.Run(_options, [.. inputs.Select(i => i.Name)], [.. inputs.Select(i => i.Value)], [_session.OutputNames[0]]);
            return results[0].GetTensorDataAsSpan<float>().ToArray();
        }
        finally
        {
            foreach (var (_, value) in inputs)
            {
                value.Dispose();
            }
        }
    }

    /// <summary>Runs the graph and writes its first output into memory of the caller's.</summary>
    public void RunInto(Memory<float> output, long[] outputShape, params (string Name, OrtValue Value)[] inputs)
    {
        using var target = OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, output, outputShape);
        try
        {
            _session.Run(_options, [.. inputs.Select(i => i.Name)], [.. inputs.Select(i => i.Value)], [_session.OutputNames[0]], [target]);
        }
        finally
        {
            foreach (var (_, value) in inputs)
            {
                value.Dispose();
            }
        }
    }

    /// <summary>Wraps memory as a tensor without copying it.</summary>
    public static OrtValue Tensor(Memory<float> data, params long[] shape) =>
        OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, data, shape);

    /// <summary>Wraps integers as a tensor without copying them.</summary>
    public static OrtValue Tensor(Memory<long> data, params long[] shape) =>
        OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, data, shape);

    public void Dispose()
    {
        _options.Dispose();
        _session.Dispose();
    }
}
