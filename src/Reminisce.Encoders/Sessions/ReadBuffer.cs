namespace Reminisce.Encoders;

/// <summary>Keeps the array that a graph was read into for the next graph of the same length, as most stages of a tower are.</summary>
/// <remarks>Without it, stages that come and go leave large arrays behind that the collector is in no hurry to find. Thread-safe.</remarks>
internal sealed class ReadBuffer
{
    private byte[]? _idle;

    /// <summary>Hands the array over, if there is one and nobody else has it.</summary>
    public byte[]? Take() => Interlocked.Exchange(ref _idle, null);

    /// <summary>Takes an array back that nobody reads any more.</summary>
    public void Return(byte[] array) => Volatile.Write(ref _idle, array);
}
