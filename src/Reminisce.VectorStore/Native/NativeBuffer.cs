using System.Runtime.InteropServices;

namespace Reminisce.VectorData.Native;

/// <summary>Memory outside the managed heap, of any length; holds a serialized index.</summary>
/// <remarks>Not thread-safe. The creator disposes it.</remarks>
internal sealed unsafe class NativeBuffer : SafeHandle
{
    public NativeBuffer(long length)
        : base(invalidHandleValue: 0, ownsHandle: true)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        Length = length;
        SetHandle((nint)NativeMemory.Alloc((nuint)Math.Max(length, 1)));
    }

    /// <summary>The length in bytes.</summary>
    public long Length { get; }

    public override bool IsInvalid => handle == 0;

    /// <summary>The bytes from <paramref name="offset"/>, at most <paramref name="count"/> of them.</summary>
    public Span<byte> Slice(long offset, int count)
    {
        ObjectDisposedException.ThrowIf(IsClosed, this);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, Length);
        return new Span<byte>((byte*)handle + offset, (int)Math.Min(count, Length - offset));
    }

    protected override bool ReleaseHandle()
    {
        NativeMemory.Free((void*)handle);
        return true;
    }
}
