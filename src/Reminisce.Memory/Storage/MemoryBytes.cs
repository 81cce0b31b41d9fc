using System.Text;
using Reminisce.VectorData;

namespace Reminisce.Memory.Storage;

/// <summary>What one memory costs, by what could be let go.</summary>
/// <param name="Text">Its words as they are shown, UTF-8; stays as long as the memory.</param>
/// <param name="Words">The copy of its words that full text searches.</param>
/// <param name="Vector">Its vector.</param>
/// <param name="Activation">Its cached activation.</param>
internal readonly record struct MemoryBytes(long Text, long Words, long Vector, long Activation)
{
    public long Total => Text + Words + Vector + Activation;

    public static MemoryBytes Of(MemoryRecord record, EncodedSize size) =>
        new(Encoding.UTF8.GetByteCount(record.Text), Encoding.UTF8.GetByteCount(record.Words), size.VectorBytes, size.ActivationBytes);
}
