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
    private readonly TensorBufferPool<float> _pool;
    private readonly TensorBufferPool<long>? _masks;
    private readonly TensorBuffer<long>? _mask;
    private readonly int _capacity;
    private int[]? _lengths;
    private TensorBuffer<float> _values;
    private TensorBuffer<float>? _spare;

    /// <summary>Makes room for items of the given lengths, padded to the longest; the states are not set.</summary>
    /// <param name="lengths">Real tokens per item.</param>
    /// <param name="width">Numbers per token.</param>
    /// <param name="pool">Where buffers come from and go back to.</param>
    /// <param name="masks">The same for attention masks; <see langword="null"/> for a tower without.</param>
    public HiddenBatch(ReadOnlySpan<int> lengths, int width, TensorBufferPool<float> pool, TensorBufferPool<long>? masks)
    {
        (_pool, _masks, Width) = (pool, masks, width);
        Count = _capacity = lengths.Length;
        _lengths = ArrayPool<int>.Shared.Rent(Count);
        lengths.CopyTo(_lengths);
        foreach (var length in lengths)
        {
            Tokens = Math.Max(Tokens, length);
        }

        _values = pool.Take(Count, Tokens, Width);
        if (masks is not null)
        {
            _mask = masks.Take(Count, Tokens);
            FillMask(_mask.Span);
        }
    }

    /// <summary>Gets the items that are still here.</summary>
    public int Count { get; private set; }

    /// <summary>Gets the tokens per item, padding included.</summary>
    public int Tokens { get; }

    /// <summary>Gets the numbers per token.</summary>
    public int Width { get; }

    /// <summary>Gets the states of some items. It stays the batch's.</summary>
    public OrtValue TensorOf(int start, int count) => _values.TensorOf(start, count);

    /// <summary>Gets what the next stage writes to for some items; then call <see cref="Swap"/>. It stays the batch's.</summary>
    public OrtValue SpareOf(int start, int count) => (_spare ??= _pool.Take(_capacity, Tokens, Width)).TensorOf(start, count);

    /// <summary>Gets the mask of some items, if the tower has one. It stays the batch's.</summary>
    public OrtValue? MaskOf(int start, int count) => _mask?.TensorOf(start, count);

    /// <summary>Gets the real tokens of an item.</summary>
    public int LengthOf(int item) => _lengths![item];

    /// <summary>Gets the states of an item's real tokens.</summary>
    public Span<float> StatesOf(int item) => _values.Span.Slice(item * Tokens * Width, LengthOf(item) * Width);

    /// <summary>Gets the states of an item, padding included.</summary>
    public Span<float> PaddedStatesOf(int item) => _values.Span.Slice(item * Tokens * Width, Tokens * Width);

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
        if (_mask is not null)
        {
            _masks!.Return(_mask);
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
