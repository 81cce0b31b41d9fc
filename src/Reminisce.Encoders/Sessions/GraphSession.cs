using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.ML.OnnxRuntime;

namespace Reminisce.Encoders;

/// <summary>One graph of a pack, loaded from verified bytes when it is run and not there.</summary>
/// <remarks>Safe for concurrent runs and releases. Disposal must not overlap a run; the encoder's gate sees to that.</remarks>
internal sealed class GraphSession : IDisposable
{
    private readonly Lock _lock = new();
    private readonly ModelPack _pack;
    private readonly int _threads;
    private readonly ILogger _logger;
    private readonly string[] _inputNames;
    private readonly string[] _outputNames;
    private InferenceSession? _session;
    private int _users;
    private bool _unwanted;

    public GraphSession(ModelPack pack, string file, int threads, ILogger logger)
    {
        _pack = pack;
        File = file;
        _threads = threads;
        _logger = logger;
        var ports = pack.GetPorts(file);
        TakesMask = ports.TakesMask;
        _inputNames = TakesMask ? [ports.Input, GraphContract.AttentionMask] : [ports.Input];
        _outputNames = [ports.Output];
    }

    /// <summary>Gets the graph's path inside the pack.</summary>
    public string File { get; }

    /// <summary>Gets whether the graph takes an attention mask.</summary>
    public bool TakesMask { get; }

    /// <summary>Runs the graph; the caller owns all tensors.</summary>
    /// <param name="input">The graph's main input.</param>
    /// <param name="mask">The attention mask, for a graph that takes one.</param>
    /// <param name="output">Receives the output, of exactly its shape.</param>
    /// <param name="cancellationToken">Stops the run between two operators.</param>
    /// <exception cref="ModelPackException">The graph cannot be loaded or does not do what it declares.</exception>
    public void Run(OrtValue input, OrtValue? mask, OrtValue output, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var session = Enter();
        using var options = new RunOptions();
        using var registration = cancellationToken.UnsafeRegister(static state => ((RunOptions)state!).Terminate = true, options);
        try
        {
            session.Run(options, _inputNames, TakesMask ? [input, mask!] : [input], _outputNames, [output]);
        }
        catch (OnnxRuntimeException) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        catch (OnnxRuntimeException e)
        {
            throw new ModelPackException(File, "a graph that runs on the shapes its manifest names", e.Message, e);
        }
        finally
        {
            Leave();
        }
    }

    /// <summary>Loads the graph, if it is not there, on another thread.</summary>
    /// <exception cref="ModelPackException">The graph cannot be loaded.</exception>
    public Task LoadAsync() => Task.Run(() =>
    {
        lock (_lock)
        {
            _session ??= Create();
        }
    });

    /// <summary>Frees the graph's memory as soon as nobody runs it; the next run loads it again.</summary>
    public void Release()
    {
        lock (_lock)
        {
            _unwanted = true;
            FreeUnwanted_NeedsLock();
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _session?.Dispose();
            _session = null;
        }
    }

    private InferenceSession Enter()
    {
        lock (_lock)
        {
            var session = _session ??= Create();
            _users++;
            _unwanted = false;
            return session;
        }
    }

    private void Leave()
    {
        lock (_lock)
        {
            _users--;
            FreeUnwanted_NeedsLock();
        }
    }

    private void FreeUnwanted_NeedsLock()
    {
        if (_unwanted && _users == 0)
        {
            _session?.Dispose();
            _session = null;
        }
    }

    private InferenceSession Create()
    {
        var started = Stopwatch.GetTimestamp();
        var model = _pack.ReadFile(File);
        using var options = new SessionOptions
        {
            IntraOpNumThreads = _threads,
            InterOpNumThreads = 1,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            // The runtime writes to standard error by itself; failures come as exceptions.
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
        };
        // Stages run one after the other: threads of one that spin on would take the cores from the next.
        options.AddSessionConfigEntry("session.force_spinning_stop", "1");
        try
        {
            var session = new InferenceSession(model, options);
            EncoderLog.GraphLoaded(_logger, File, model.Length, Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            return session;
        }
        catch (OnnxRuntimeException e)
        {
            throw new ModelPackException(File, "an ONNX graph that this runtime can load", e.Message, e);
        }
    }
}
