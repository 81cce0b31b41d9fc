using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Reminisce.Training.Onnx.Proto;

namespace Reminisce.Training.Cutting;

/// <summary>Runs a graph of the builder's on made-up content, and turns the runtime's complaints into the builder's.</summary>
internal sealed class SourceSession : IDisposable
{
    private readonly string _file;
    private readonly InferenceSession _session;
    private readonly RunOptions _options = new();

    private SourceSession(string file, InferenceSession session)
    {
        (_file, _session) = (file, session);
        ProbeMemory.Return(_options);
    }

    /// <summary>Gets the types of the outputs.</summary>
    public IReadOnlyDictionary<string, TensorElementType> Types => _session.OutputMetadata.ToDictionary(o => o.Key, o => o.Value.ElementDataType, StringComparer.Ordinal);

    public static SourceSession Open(string file, ModelProto model) => Open(file, model.ToByteArray());

    public static SourceSession Open(string file, byte[] model)
    {
        // Optimised like the encoder's own sessions, so that what is compared here is what will run.
        using var options = new SessionOptions
        {
            IntraOpNumThreads = Math.Min(Environment.ProcessorCount, 8),
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
        };
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        ProbeMemory.Bound(options);
        try
        {
            return new SourceSession(file, new InferenceSession(model, options));
        }
        catch (OnnxRuntimeException e)
        {
            throw new SourceModelException(file, "a graph that ONNX Runtime can load", e.Message, e);
        }
    }

    /// <summary>Runs the graph; the caller disposes the answer.</summary>
    public IDisposableReadOnlyCollection<OrtValue> Run(IReadOnlyDictionary<string, OrtValue> inputs, IReadOnlyCollection<string> outputs)
    {
        var taken = inputs.Where(i => _session.InputMetadata.ContainsKey(i.Key)).ToList();
        try
        {
            return _session.Run(_options, [.. taken.Select(i => i.Key)], [.. taken.Select(i => i.Value)], outputs);
        }
        catch (OnnxRuntimeException e)
        {
            var shapes = string.Join(", ", taken.Select(i => $"{i.Key} [{string.Join(", ", i.Value.GetTensorTypeAndShape().Shape)}]"));
            throw new SourceModelException(_file, $"a graph that runs on batches of any size (here {shapes})", e.Message, e);
        }
    }

    public List<long[]> RunIntegers(Feed feed, IReadOnlyList<string> outputs)
    {
        using var results = Run(feed.Values, [.. outputs]);
        return [.. results.Select(r => r.GetTensorDataAsSpan<long>().ToArray())];
    }

    public void Dispose()
    {
        _options.Dispose();
        _session.Dispose();
    }
}
