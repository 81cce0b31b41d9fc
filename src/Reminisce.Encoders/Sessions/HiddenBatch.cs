using System.Buffers;
using Microsoft.ML.OnnxRuntime;

namespace Reminisce.Encoders;

/// <summary>Hidden states <c>[items, tokens, width]</c> on their way through the stages of one tower.</summary>
/// <remarks>
/// Two pooled buffers change roles from stage to stage, so nothing is copied on the way. Items that leave are cut off the end,
/// which leaves the others in place. Owned by one thread; tensors made from it are valid until it is disposed.
/// </remarks>
internal sealed class HiddenBatch : IDisposable
{
    private readonly int[] _lengths;
    private readonly IMemoryOwner<long>? _mask;
    private IMemoryOwner<float>? _values;
    private IMemoryOwner<float>? _spare;

    /// <summary>Makes room for items of the given lengths; the states are not set.</summary>
    /// <param name="lengths">Real tokens per item.</param>
    /// <param name="tokens">Tokens per item with padding.</param>
    /// <param name="width">Numbers per token.</param>
    /// <param name="masked">Whether graphs of the tower may take a mask.</param>
    public HiddenBatch(int[] lengths, int tokens, int width, bool masked)
    {
        _lengths = lengths;
        Count = lengths.Length;
        Tokens = tokens;
        Width = width;
        _values = MemoryPool<float>.Shared.Rent(checked(Count * tokens * width));
        if (masked)
        {
            _mask = MemoryPool<long>.Shared.Rent(Count * tokens);
            FillMask(_mask.Memory.Span);
        }
    }

    /// <summary>Gets the items that are still here.</summary>
    public int Count { get; private set; }

    /// <summary>Gets the tokens per item, padding included.</summary>
    public int Tokens { get; }

    /// <summary>Gets the numbers per token.</summary>
    public int Width { get; }

    /// <summary>Gets the real tokens of an item.</summary>
    public int LengthOf(int item) => _lengths[item];

    /// <summary>Gets the states of an item's real tokens.</summary>
    public Span<float> StatesOf(int item) => _values!.Memory.Span.Slice(item * Tokens * Width, LengthOf(item) * Width);

    /// <summary>Gets the states of an item, padding included.</summary>
    public Span<float> PaddedStatesOf(int item) => _values!.Memory.Span.Slice(item * Tokens * Width, Tokens * Width);

    /// <summary>Wraps the states of some items; nothing is copied. The caller disposes it.</summary>
    public OrtValue GetTensor(int start, int count) => Wrap(_values!, start, count);

    /// <summary>Wraps the mask of some items, if the tower has one. The caller disposes it.</summary>
    public OrtValue? GetMask(int start, int count) => _mask is null
        ? null
        : OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, _mask.Memory.Slice(start * Tokens, count * Tokens), [count, Tokens]);

    /// <summary>Wraps the buffer that the next stage writes to. The caller disposes it, then calls <see cref="Swap"/>.</summary>
    public OrtValue GetSpareTensor()
    {
        _spare ??= MemoryPool<float>.Shared.Rent(Count * Tokens * Width);
        return Wrap(_spare, 0, Count);
    }

    /// <summary>Takes what a stage wrote as the present states.</summary>
    public void Swap() => (_values, _spare) = (_spare, _values);

    /// <summary>Gives back the second buffer while no stage runs.</summary>
    public void ReleaseSpare()
    {
        _spare?.Dispose();
        _spare = null;
    }

    /// <summary>Cuts off the items from <paramref name="count"/> on.</summary>
    public void Truncate(int count) => Count = count;

    public void Dispose()
    {
        ReleaseSpare();
        _values?.Dispose();
        _values = null;
        _mask?.Dispose();
    }

    private OrtValue Wrap(IMemoryOwner<float> buffer, int start, int count) => OrtValue.CreateTensorValueFromMemory(
        OrtMemoryInfo.DefaultInstance,
        buffer.Memory.Slice(start * Tokens * Width, count * Tokens * Width),
        [count, Tokens, Width]);

    private void FillMask(Span<long> mask)
    {
        for (var item = 0; item < Count; item++)
        {
            mask.Slice(item * Tokens, LengthOf(item)).Fill(1);
            mask.Slice((item * Tokens) + LengthOf(item), Tokens - LengthOf(item)).Clear();
        }
    }
}
