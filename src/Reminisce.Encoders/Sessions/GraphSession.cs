using System.Collections.Concurrent;
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
    private readonly ReadBuffer? _buffer;
    private readonly string[] _inputNames;
    private readonly string[] _outputNames;
    private readonly ConcurrentBag<GraphCall> _idleCalls = [];
    private InferenceSession? _session;
    private int _users;
    private bool _unwanted;

    /// <summary>Describes a graph; nothing is loaded yet.</summary>
    /// <param name="pack">The pack that holds it.</param>
    /// <param name="file">Its path inside the pack.</param>
    /// <param name="threads">Threads of a run.</param>
    /// <param name="logger">Where to log.</param>
    /// <param name="buffer">What graphs that come and go share for reading; <see langword="null"/> for one that stays.</param>
    public GraphSession(ModelPack pack, string file, int threads, ILogger logger, ReadBuffer? buffer = null)
    {
        _buffer = buffer;
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
        var call = _idleCalls.TryTake(out var idle) ? idle : new GraphCall(_inputNames.Length);
        try
        {
            using (cancellationToken.UnsafeRegister(static state => ((GraphCall)state!).Options.Terminate = true, call))
            {
                call.Run(session, _inputNames, input, TakesMask ? mask : null, _outputNames, output);
            }
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

            if (call.Options.Terminate)
            {
                // It would stop the next run as well.
                call.Dispose();
            }
            else
            {
                _idleCalls.Add(call);
            }
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
            while (_idleCalls.TryTake(out var call))
            {
                call.Dispose();
            }
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
        if (_unwanted && _users == 0 && _session is not null)
        {
            _session.Dispose();
            _session = null;
            NativeHeap.Trim();
        }
    }

    private InferenceSession Create()
    {
        var started = Stopwatch.GetTimestamp();
        var model = _pack.ReadFile(File, _buffer?.Take());
        using var options = GraphOptions.Create(_threads, _pack.Manifest.Towers.All(t => t.Weights == PackTower.Int8Weights));
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
        finally
        {
            if (_buffer is not null)
            {
                // Loading takes several times what stays.
                _buffer.Return(model);
                NativeHeap.Trim();
            }
        }
    }
}
