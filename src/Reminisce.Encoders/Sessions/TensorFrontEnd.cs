using Microsoft.Extensions.AI;
using Microsoft.ML.OnnxRuntime;

namespace Reminisce.Encoders;

/// <summary>Prepares items that all have one shape, several at a time, straight into the tensor that the first stage reads.</summary>
internal abstract class TensorFrontEnd(ITowerInput input, int tokens, int threads) : IFrontEnd
{
    private readonly int _size = input.Size;
    private readonly int[] _shape = [.. input.Shape];
    private readonly TensorBufferPool<float> _buffers = new(mostIdle: 1);

    public abstract string Takes { get; }

    public bool Accepts(AIContent content) => content is DataContent data && Accepts(data);

    public PreparedWave Prepare(IReadOnlyList<AIContent> items, IReadOnlyList<int> positions, CancellationToken cancellationToken)
    {
        var tensor = _buffers.Take(positions.Count, _shape);
        try
        {
            var errors = new Exception?[positions.Count];
            var truncated = new bool[positions.Count];
            SideBySide.Run(
                positions.Count,
                threads,
                i =>
                {
                    try
                    {
                        Fill(((DataContent)items[positions[i]]).Data, tensor.Span.Slice(i * _size, _size), out truncated[i]);
                    }
                    catch (ContentException e)
                    {
                        errors[i] = e;
                    }
                },
                cancellationToken);
            return Compact(positions, errors, truncated, tensor);
        }
        catch
        {
            _buffers.Return(tensor);
            throw;
        }
    }

    public void Dispose() => _buffers.Dispose();

    protected abstract bool Accepts(DataContent data);

    /// <summary>Decodes one item; called by several threads.</summary>
    /// <param name="data">The item.</param>
    /// <param name="tensor">Receives the tower's input.</param>
    /// <param name="truncated">Whether the tower takes only the beginning of it.</param>
    /// <exception cref="ContentException">The item cannot be decoded.</exception>
    protected abstract void Fill(ReadOnlyMemory<byte> data, Span<float> tensor, out bool truncated);

    private Wave Compact(IReadOnlyList<int> positions, Exception?[] errors, bool[] truncated, TensorBuffer<float> tensor)
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
                tensor.Span.Slice(i * _size, _size).CopyTo(tensor.Span[(good.Count * _size)..]);
            }

            truncated[good.Count] = truncated[i];
            good.Add(positions[i]);
        }

        return new Wave(good, failures, truncated, tensor, tokens, _buffers);
    }

    private sealed class Wave(List<int> items, List<KeyValuePair<int, Exception>> failures, bool[] truncated, TensorBuffer<float> tensor, int tokens, TensorBufferPool<float> buffers)
        : PreparedWave(items, failures)
    {
        public override int LengthOf(int position) => tokens;

        public override bool IsTruncated(int position) => truncated[position];

        public override OrtValue InputOf(int start, int count, int tokens) => tensor.TensorOf(start, count);

        public override void Dispose() => buffers.Return(tensor);
    }
}
