using Microsoft.ML.OnnxRuntime;
using Reminisce.Training.Onnx;

namespace Reminisce.Training.Gradients;

/// <summary>Runs a gradient graph step by step over parameters that lie in one block of memory.</summary>
/// <remarks>
/// Not thread-safe. Owns its session and its memory. Parameters are read and gradients written in place, without copies:
/// an optimizer updates <see cref="Values"/> between steps. Deterministic for one number of threads.
/// </remarks>
internal sealed class GradientSession : IDisposable
{
    private readonly InferenceSession _session;
    private readonly RunOptions _run = new();
    private readonly GradientModel _model;
    private readonly float[] _values;
    private readonly float[] _gradients;
    private readonly float[] _figures;
    private readonly List<OrtValue> _owned = [];
    private readonly List<string> _inputNames = [];
    private readonly List<OrtValue> _inputs = [];
    private readonly List<string> _outputNames = [];
    private readonly List<OrtValue> _outputs = [];

    /// <summary>Loads a gradient graph; the parameters start from the numbers they had in the graph.</summary>
    /// <param name="model">The graph.</param>
    /// <param name="threads">Number of threads ONNX Runtime computes with.</param>
    public GradientSession(GradientModel model, int threads)
    {
        _model = model;
        using var options = new SessionOptions { IntraOpNumThreads = threads, ExecutionMode = ExecutionMode.ORT_SEQUENTIAL };
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        _session = new InferenceSession(model.Bytes, options);
        var count = model.Parameters.Sum(p => p.Initial.Length);
        _values = GC.AllocateArray<float>(count, pinned: true);
        _gradients = GC.AllocateArray<float>(count, pinned: true);
        _figures = GC.AllocateArray<float>(1 + model.Figures.Count, pinned: true);
        for (var i = 0; i < _figures.Length; i++)
        {
            var name = i == 0 ? model.Loss : model.Figures[i - 1];
            var shape = _session.OutputMetadata[name].Dimensions;
            Bind(_outputNames, _outputs, name, _figures.AsMemory(i, 1), [.. shape.Select(_ => 1L)]);
        }

        var start = 0;
        foreach (var parameter in model.Parameters)
        {
            parameter.Initial.CopyTo(_values, start);
            Bind(_inputNames, _inputs, parameter.Name, _values.AsMemory(start, parameter.Initial.Length), parameter.Shape);
            Bind(_outputNames, _outputs, parameter.Gradient, _gradients.AsMemory(start, parameter.Initial.Length), parameter.Shape);
            start += parameter.Initial.Length;
        }
    }

    public IReadOnlyList<GradientParameter> Parameters => _model.Parameters;

    /// <summary>All parameters, one after another in the order of <see cref="Parameters"/>.</summary>
    public Memory<float> Values => _values;

    /// <summary>Gradients of the last step, laid out as <see cref="Values"/>.</summary>
    public Memory<float> Gradients => _gradients;

    /// <summary>The further outputs of the last step.</summary>
    public ReadOnlySpan<float> Figures => _figures.AsSpan(1);

    /// <summary>The numbers of one parameter.</summary>
    public Memory<float> ValuesOf(string parameter)
    {
        var start = 0;
        foreach (var candidate in _model.Parameters)
        {
            if (candidate.Name == parameter)
            {
                return _values.AsMemory(start, candidate.Initial.Length);
            }

            start += candidate.Initial.Length;
        }

        throw new ArgumentException($"There is no parameter '{parameter}'.", nameof(parameter));
    }

    /// <summary>Computes loss and gradients of one batch.</summary>
    /// <param name="data">One value for each data input; they stay the caller's.</param>
    /// <returns>The loss.</returns>
    public float Run(IReadOnlyDictionary<string, OrtValue> data)
    {
        string[] names = [.. _inputNames, .. data.Keys];
        OrtValue[] values = [.. _inputs, .. data.Values];
        _session.Run(_run, names, values, _outputNames, _outputs);
        return _figures[0];
    }

    public void Dispose()
    {
        foreach (var value in _owned)
        {
            value.Dispose();
        }

        _run.Dispose();
        _session.Dispose();
    }

    private void Bind(List<string> names, List<OrtValue> values, string name, Memory<float> memory, long[] shape)
    {
        var value = GraphRunner.Tensor(memory, shape);
        _owned.Add(value);
        names.Add(name);
        values.Add(value);
    }
}
