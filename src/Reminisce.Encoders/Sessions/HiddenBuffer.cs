using Microsoft.ML.OnnxRuntime;

namespace Reminisce.Encoders;

/// <summary>Pinned memory for the states <c>[items, tokens, width]</c> of one batch, and the tensor over it that was used last.</summary>
/// <remarks>Owned by one thread at a time.</remarks>
internal sealed class HiddenBuffer(int capacity, int width) : IDisposable
{
    private readonly float[] _values = GC.AllocateUninitializedArray<float>(capacity, pinned: true);
    private OrtValue? _tensor;
    private int _tokens;
    private int _count;

    /// <summary>Gets the numbers that there is room for.</summary>
    public int Capacity => capacity;

    public Span<float> Span => _values;

    /// <summary>Gets the tensor over the first items. It stays the buffer's and is good until another shape is asked for.</summary>
    public OrtValue TensorOf(int count, int tokens)
    {
        if (_tensor is null || _count != count || _tokens != tokens)
        {
            _tensor?.Dispose();
            _tensor = Wrap(0, count, tokens);
            (_count, _tokens) = (count, tokens);
        }

        return _tensor;
    }

    /// <summary>Wraps some items; nothing is copied. The caller disposes it.</summary>
    public OrtValue Wrap(int start, int count, int tokens) => OrtValue.CreateTensorValueFromMemory(
        OrtMemoryInfo.DefaultInstance, _values.AsMemory(start * tokens * width, count * tokens * width), [count, tokens, width]);

    public void Dispose() => _tensor?.Dispose();
}
