using System.Buffers;
using Microsoft.ML.OnnxRuntime;

namespace Reminisce.Encoders;

/// <summary>Hidden states <c>[items, tokens, width]</c> on their way through the stages of one tower.</summary>
/// <remarks>
/// Two buffers change roles from stage to stage, so nothing is copied on the way. Items that leave are cut off the end,
/// which leaves the others in place. Owned by one thread; tensors made from it are valid until it is disposed.
/// </remarks>
internal sealed class HiddenBatch : IDisposable
{
    private readonly HiddenBufferPool _pool;
    private readonly int _capacity;
    private readonly long[]? _mask;
    private int[]? _lengths;
    private HiddenBuffer _values;
    private HiddenBuffer? _spare;
    private OrtValue? _maskTensor;
    private int _maskCount;

    /// <summary>Makes room for items of the given lengths, padded to the longest; the states are not set.</summary>
    /// <param name="lengths">Real tokens per item.</param>
    /// <param name="pool">Where buffers come from and go back to.</param>
    /// <param name="masked">Whether graphs of the tower may take a mask.</param>
    public HiddenBatch(ReadOnlySpan<int> lengths, HiddenBufferPool pool, bool masked)
    {
        _pool = pool;
        Count = _capacity = lengths.Length;
        _lengths = ArrayPool<int>.Shared.Rent(Count);
        lengths.CopyTo(_lengths);
        foreach (var length in lengths)
        {
            Tokens = Math.Max(Tokens, length);
        }

        _values = pool.Take(Count, Tokens);
        if (masked)
        {
            _mask = ArrayPool<long>.Shared.Rent(Count * Tokens);
            FillMask(_mask);
        }
    }

    /// <summary>Gets the items that are still here.</summary>
    public int Count { get; private set; }

    /// <summary>Gets the tokens per item, padding included.</summary>
    public int Tokens { get; }

    /// <summary>Gets the numbers per token.</summary>
    public int Width => _pool.Width;

    /// <summary>Gets the states of all items here. It stays the batch's.</summary>
    public OrtValue Tensor => _values.TensorOf(Count, Tokens);

    /// <summary>Gets what the next stage writes to; then call <see cref="Swap"/>. It stays the batch's.</summary>
    public OrtValue SpareTensor => (_spare ??= _pool.Take(_capacity, Tokens)).TensorOf(Count, Tokens);

    /// <summary>Gets the mask of all items here, if the tower has one. It stays the batch's.</summary>
    public OrtValue? MaskTensor
    {
        get
        {
            if (_mask is not null && (_maskTensor is null || _maskCount != Count))
            {
                _maskTensor?.Dispose();
                _maskTensor = WrapMask(0, Count);
                _maskCount = Count;
            }

            return _maskTensor;
        }
    }

    /// <summary>Gets the real tokens of an item.</summary>
    public int LengthOf(int item) => _lengths![item];

    /// <summary>Gets the states of an item's real tokens.</summary>
    public Span<float> StatesOf(int item) => _values.Span.Slice(item * Tokens * Width, LengthOf(item) * Width);

    /// <summary>Gets the states of an item, padding included.</summary>
    public Span<float> PaddedStatesOf(int item) => _values.Span.Slice(item * Tokens * Width, Tokens * Width);

    /// <summary>Wraps the states of some items; nothing is copied. The caller disposes it.</summary>
    public OrtValue Wrap(int start, int count) => _values.Wrap(start, count, Tokens);

    /// <summary>Wraps the mask of some items, if the tower has one. The caller disposes it.</summary>
    public OrtValue? WrapMask(int start, int count) => _mask is null
        ? null
        : OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, _mask.AsMemory(start * Tokens, count * Tokens), [count, Tokens]);

    /// <summary>Takes what a stage wrote as the present states.</summary>
    public void Swap() => (_values, _spare) = (_spare!, _values);

    /// <summary>Gives back the second buffer while no stage runs.</summary>
    public void ReleaseSpare()
    {
        if (_spare is not null)
        {
            _pool.Return(_spare);
            _spare = null;
        }
    }

    /// <summary>Cuts off the items from <paramref name="count"/> on.</summary>
    public void Truncate(int count) => Count = count;

    public void Dispose()
    {
        if (_lengths is null)
        {
            return;
        }

        ArrayPool<int>.Shared.Return(_lengths);
        _lengths = null;
        ReleaseSpare();
        _pool.Return(_values);
        _maskTensor?.Dispose();
        if (_mask is not null)
        {
            ArrayPool<long>.Shared.Return(_mask);
        }
    }

    private void FillMask(Span<long> mask)
    {
        for (var item = 0; item < Count; item++)
        {
            mask.Slice(item * Tokens, LengthOf(item)).Fill(1);
            mask.Slice((item * Tokens) + LengthOf(item), Tokens - LengthOf(item)).Clear();
        }
    }
}
