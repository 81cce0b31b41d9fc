using System.Runtime.InteropServices;

namespace Reminisce.Encoders;

/// <summary>Gives memory that native code has freed back to the system.</summary>
/// <remarks>
/// The C library of most Linux systems keeps what was freed, so a graph that is gone still counts. Elsewhere, and with a
/// C library that has no such call, this does nothing. Thread-safe.
/// </remarks>
internal static unsafe class NativeHeap
{
    private static readonly delegate* unmanaged<nuint, int> s_trim = Find();

    public static void Trim()
    {
        if (s_trim != null)
        {
            _ = s_trim(0);
        }
    }

    private static delegate* unmanaged<nuint, int> Find() =>
        OperatingSystem.IsLinux() && NativeLibrary.TryLoad("libc.so.6", out var library) && NativeLibrary.TryGetExport(library, "malloc_trim", out var trim)
            ? (delegate* unmanaged<nuint, int>)trim
            : null;
}
