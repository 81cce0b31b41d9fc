using Microsoft.ML.OnnxRuntime;

namespace Reminisce.Encoders;

/// <summary>Pinned memory for items of one shape, and the tensors over some of them that were used before.</summary>
/// <remarks>Owned by one thread at a time; graphs may run on its tensors side by side.</remarks>
internal sealed class TensorBuffer<T>(int capacity) : IDisposable
    where T : unmanaged
{
    private readonly T[] _values = GC.AllocateUninitializedArray<T>(capacity, pinned: true);
    private readonly Dictionary<(int Start, int Count), OrtValue> _tensors = [];
    private long[] _shape = [];
    private int _size;

    /// <summary>Gets the numbers that there is room for.</summary>
    public int Capacity => capacity;

    public Span<T> Span => _values;

    /// <summary>Tells the shape of one item; tensors of another shape are gone then.</summary>
    public void Shape(ReadOnlySpan<int> item)
    {
        if (_shape.Length == item.Length + 1 && Agrees(item))
        {
            return;
        }

        Clear();
        _shape = new long[item.Length + 1];
        _size = 1;
        for (var i = 0; i < item.Length; i++)
        {
            _shape[i + 1] = item[i];
            _size = checked(_size * item[i]);
        }
    }

    /// <summary>Gets the tensor over some items; nothing is copied. It stays the buffer's and is good until the shape changes.</summary>
    public OrtValue TensorOf(int start, int count)
    {
        if (!_tensors.TryGetValue((start, count), out var tensor))
        {
            _shape[0] = count;
            tensor = OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, _values.AsMemory(start * _size, count * _size), _shape);
            _tensors.Add((start, count), tensor);
        }

        return tensor;
    }

    public void Dispose() => Clear();

    private bool Agrees(ReadOnlySpan<int> item)
    {
        for (var i = 0; i < item.Length; i++)
        {
            if (_shape[i + 1] != item[i])
            {
                return false;
            }
        }

        return true;
    }

    private void Clear()
    {
        foreach (var tensor in _tensors.Values)
        {
            tensor.Dispose();
        }

        _tensors.Clear();
    }
}
