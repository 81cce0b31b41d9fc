using Microsoft.ML.OnnxRuntime;
using Reminisce.Encoders;
using Reminisce.Training.Onnx;

namespace Reminisce.Training.Healing;

/// <summary>Later windows read the states that the healed windows before them left.</summary>
internal sealed class StateInput(StateStore store, PackTower tower) : IWindowInput
{
    private float[] _states = [];
    private OrtValue? _value;

    private int Length => tower.MaxTokens * tower.Width;

    public OrtValue Get(IReadOnlyList<int> items, long step)
    {
        if (_states.Length != items.Count * Length)
        {
            _value?.Dispose();
            _states = new float[items.Count * Length];
            _value = GraphRunner.Tensor(_states, StateShape(items.Count));
        }

        for (var i = 0; i < items.Count; i++)
        {
            store.Read(items[i], _states.AsSpan(i * Length, Length));
        }

        return _value!;
    }

    public long[] InputShape(int count) => StateShape(count);

    public long[] StateShape(int count) => [count, tower.MaxTokens, tower.Width];

    public void Dispose()
    {
        _value?.Dispose();
        store.Dispose();
    }
}
