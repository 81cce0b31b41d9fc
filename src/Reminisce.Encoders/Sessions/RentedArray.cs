using System.Buffers;

namespace Reminisce.Encoders;

/// <summary>The first numbers of a pooled array. Dispose it once, and use nothing of it afterwards.</summary>
internal readonly struct RentedArray<T>(int length) : IDisposable
    where T : unmanaged
{
    private readonly T[] _array = ArrayPool<T>.Shared.Rent(length);

    public Memory<T> Memory => _array.AsMemory(0, length);

    public Span<T> Span => _array.AsSpan(0, length);

    public void Dispose() => ArrayPool<T>.Shared.Return(_array);
}
