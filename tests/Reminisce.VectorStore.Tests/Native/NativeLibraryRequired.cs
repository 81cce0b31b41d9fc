using Reminisce.VectorData.Native;

namespace Reminisce.VectorData.Tests.Native;

/// <summary>Skips a test where the native library could not be built, saying why.</summary>
internal static class NativeLibraryRequired
{
    public static void Check() => Skip.IfNot(UsearchIndex.IsAvailable, UsearchIndex.UnavailableReason);
}
