using System.Buffers;
using Microsoft.Extensions.AI;
using Microsoft.ML.OnnxRuntime;

namespace Reminisce.Encoders;

/// <summary>Decodes pictures, several at a time, straight into the tensor that the first stage reads.</summary>
internal sealed class ImageFrontEnd(PictureTransform transform, int tokens, PictureLimits limits, int threads) : IFrontEnd
{
    private readonly int _size = 3 * transform.Height * transform.Width;

    public bool Accepts(AIContent content) => content is DataContent data && data.HasTopLevelMediaType("image");

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
                    PictureTensor.Fill(((DataContent)items[positions[i]]).Data, transform, limits, tensor.Memory.Span.Slice(i * _size, _size));
                }
                catch (PictureException e)
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

        return new Wave(good, failures, tensor, transform, tokens);
    }

    private sealed class Wave(List<int> items, List<KeyValuePair<int, Exception>> failures, IMemoryOwner<float> tensor, PictureTransform transform, int tokens)
        : PreparedWave(items, failures)
    {
        public override int LengthOf(int position) => tokens;

        public override OrtValue CreateInput(int start, int count, int tokens)
        {
            var size = 3 * transform.Height * transform.Width;
            return OrtValue.CreateTensorValueFromMemory(
                OrtMemoryInfo.DefaultInstance, tensor.Memory.Slice(start * size, count * size), [count, 3, transform.Height, transform.Width]);
        }

        public override void Dispose() => tensor.Dispose();
    }
}
