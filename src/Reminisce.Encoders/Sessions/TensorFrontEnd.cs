using System.Buffers;
using Microsoft.Extensions.AI;
using Microsoft.ML.OnnxRuntime;

namespace Reminisce.Encoders;

/// <summary>Prepares items that all have one shape, several at a time, straight into the tensor that the first stage reads.</summary>
internal abstract class TensorFrontEnd(ITowerInput input, int tokens, int threads) : IFrontEnd
{
    private readonly int _size = input.Size;

    public abstract string Takes { get; }

    public bool Accepts(AIContent content) => content is DataContent data && Accepts(data);

    public PreparedWave Prepare(IReadOnlyList<AIContent> items, IReadOnlyList<int> positions, CancellationToken cancellationToken)
    {
        var tensor = MemoryPool<float>.Shared.Rent(checked(positions.Count * _size));
        try
        {
            var errors = new Exception?[positions.Count];
            var parallel = new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellationToken };
            Parallel.For(0, positions.Count, parallel, i =>
            {
                try
                {
                    Fill(((DataContent)items[positions[i]]).Data, tensor.Memory.Span.Slice(i * _size, _size));
                }
                catch (ContentException e)
                {
                    errors[i] = e;
                }
            });
            return Compact(positions, errors, tensor);
        }
        catch
        {
            tensor.Dispose();
            throw;
        }
    }

    protected abstract bool Accepts(DataContent data);

    /// <summary>Decodes one item; called by several threads.</summary>
    /// <exception cref="ContentException">The item cannot be decoded.</exception>
    protected abstract void Fill(ReadOnlyMemory<byte> data, Span<float> tensor);

    private Wave Compact(IReadOnlyList<int> positions, Exception?[] errors, IMemoryOwner<float> tensor)
    {
        var good = new List<int>(positions.Count);
        var failures = new List<KeyValuePair<int, Exception>>();
        for (var i = 0; i < errors.Length; i++)
        {
            if (errors[i] is { } error)
            {
                failures.Add(new(positions[i], error));
                continue;
            }

            if (good.Count < i)
            {
                tensor.Memory.Span.Slice(i * _size, _size).CopyTo(tensor.Memory.Span[(good.Count * _size)..]);
            }

            good.Add(positions[i]);
        }

        return new Wave(good, failures, tensor, input, tokens);
    }

    private sealed class Wave(List<int> items, List<KeyValuePair<int, Exception>> failures, IMemoryOwner<float> tensor, ITowerInput input, int tokens)
        : PreparedWave(items, failures)
    {
        public override int LengthOf(int position) => tokens;

        public override OrtValue CreateInput(int start, int count, int tokens) => OrtValue.CreateTensorValueFromMemory(
            OrtMemoryInfo.DefaultInstance, tensor.Memory.Slice(start * input.Size, count * input.Size), [count, .. input.Shape.Select(side => (long)side)]);

        public override void Dispose() => tensor.Dispose();
    }
}
