using System.Reflection;
using System.Runtime.InteropServices;

namespace Reminisce.VectorData.Native;

/// <summary>Finds out once whether the native library is there, and if not, why.</summary>
internal static class UsearchLibrary
{
    /// <summary>The build leaves this file beside the assembly when it could not make the library.</summary>
    private const string ReasonFile = "libusearch_c.missing.txt";

    private static readonly Lazy<string?> s_fault = new(FindFault);

    public static bool IsAvailable => s_fault.Value is null;

    /// <summary>Why there is no native library, with what to do; null when there is one.</summary>
    public static string? UnavailableReason => s_fault.Value;

    /// <summary>Throws when the library cannot be used.</summary>
    /// <exception cref="InvalidOperationException">There is no native library.</exception>
    public static void Require()
    {
        if (s_fault.Value is { } fault)
        {
            throw new InvalidOperationException(fault);
        }
    }

    private static string? FindFault()
    {
        if (!NativeLibrary.TryLoad(UsearchNative.Library, Assembly.GetExecutingAssembly(), null, out nint library))
        {
            string reasonPath = Path.Combine(AppContext.BaseDirectory, ReasonFile);
            string reason = File.Exists(reasonPath)
                ? File.ReadAllText(reasonPath).Trim()
                : $"'{UsearchNative.Library}' was not found beside '{AppContext.BaseDirectory}' or could not be loaded on this platform.";
            return "The native library of USearch is missing, exact search serves instead. " + reason;
        }

        foreach (string export in (string[])["usearch_change_threads_search", "usearch_filtered_search", "usearch_load_buffer"])
        {
            if (!NativeLibrary.TryGetExport(library, export, out _))
            {
                return $"The native library of USearch lacks the function '{export}': version 2.20 or newer of its C interface is needed.";
            }
        }

        string version = Marshal.PtrToStringUTF8(UsearchNative.Version()) ?? "unknown";
        return version.StartsWith("2.", StringComparison.Ordinal)
            ? null
            : $"The native library of USearch has version {version}, expected 2.x.";
    }
}
