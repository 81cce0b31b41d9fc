using Microsoft.ML.OnnxRuntime;

namespace Reminisce.Encoders;

/// <summary>What one run of a graph needs besides its tensors, kept for the next run. Not for two runs at a time.</summary>
internal sealed class GraphCall(int inputs) : IDisposable
{
    private readonly OrtValue[] _inputs = new OrtValue[inputs];
    private readonly OrtValue[] _outputs = new OrtValue[1];

    /// <summary>Gets the options, whose <see cref="RunOptions.Terminate"/> ends the run from another thread.</summary>
    public RunOptions Options { get; } = new();

    public void Run(InferenceSession session, string[] inputNames, OrtValue input, OrtValue? mask, string[] outputNames, OrtValue output)
    {
        _inputs[0] = input;
        if (_inputs.Length > 1)
        {
            _inputs[1] = mask!;
        }

        _outputs[0] = output;
        try
        {
            session.Run(Options, inputNames, _inputs, outputNames, _outputs);
        }
        finally
        {
            Array.Clear(_inputs);
            Array.Clear(_outputs);
        }
    }

    public void Dispose() => Options.Dispose();
}
