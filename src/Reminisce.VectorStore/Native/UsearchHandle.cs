using System.Runtime.InteropServices;

namespace Reminisce.VectorData.Native;

/// <summary>Owns one native index; calls in flight hold a reference, so it is never freed under them.</summary>
internal sealed class UsearchHandle : SafeHandle
{
    public UsearchHandle()
        : base(invalidHandleValue: 0, ownsHandle: true)
    {
    }

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        nint error = 0;
        UsearchNative.Free(handle, ref error);
        return error == 0;
    }
}
