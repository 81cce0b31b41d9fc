using System.Runtime.InteropServices;

namespace Reminisce.VectorData.Native;

/// <summary>
/// The C interface of USearch. Nothing here checks anything: <see cref="UsearchIndex"/> does.
/// <c>error</c> must be zero on entry (the library only writes it on failure) and points to static text.
/// </summary>
internal static unsafe partial class UsearchNative
{
    public const string Library = "libusearch_c";

    /// <summary><c>usearch_scalar_f32_k</c>: the format in which vectors are handed over.</summary>
    public const int F32 = 1;

    [LibraryImport(Library, EntryPoint = "usearch_version")]
    public static partial nint Version();

    [LibraryImport(Library, EntryPoint = "usearch_hardware_acceleration")]
    public static partial nint HardwareAcceleration(UsearchHandle index, ref nint error);

    [LibraryImport(Library, EntryPoint = "usearch_init")]
    public static partial UsearchHandle Init(in UsearchInitOptions options, ref nint error);

    [LibraryImport(Library, EntryPoint = "usearch_free")]
    public static partial void Free(nint index, ref nint error);

    [LibraryImport(Library, EntryPoint = "usearch_memory_usage")]
    public static partial nuint MemoryUsage(UsearchHandle index, ref nint error);

    [LibraryImport(Library, EntryPoint = "usearch_size")]
    public static partial nuint Size(UsearchHandle index, ref nint error);

    [LibraryImport(Library, EntryPoint = "usearch_capacity")]
    public static partial nuint Capacity(UsearchHandle index, ref nint error);

    [LibraryImport(Library, EntryPoint = "usearch_dimensions")]
    public static partial nuint Dimensions(UsearchHandle index, ref nint error);

    [LibraryImport(Library, EntryPoint = "usearch_connectivity")]
    public static partial nuint Connectivity(UsearchHandle index, ref nint error);

    [LibraryImport(Library, EntryPoint = "usearch_reserve")]
    public static partial void Reserve(UsearchHandle index, nuint capacity, ref nint error);

    [LibraryImport(Library, EntryPoint = "usearch_change_threads_add")]
    public static partial void ChangeThreadsAdd(UsearchHandle index, nuint threads, ref nint error);

    [LibraryImport(Library, EntryPoint = "usearch_change_threads_search")]
    public static partial void ChangeThreadsSearch(UsearchHandle index, nuint threads, ref nint error);

    [LibraryImport(Library, EntryPoint = "usearch_change_expansion_add")]
    public static partial void ChangeExpansionAdd(UsearchHandle index, nuint expansion, ref nint error);

    [LibraryImport(Library, EntryPoint = "usearch_change_expansion_search")]
    public static partial void ChangeExpansionSearch(UsearchHandle index, nuint expansion, ref nint error);

    [LibraryImport(Library, EntryPoint = "usearch_add")]
    public static partial void Add(UsearchHandle index, ulong key, float* vector, int kind, ref nint error);

    [LibraryImport(Library, EntryPoint = "usearch_contains")]
    [return: MarshalAs(UnmanagedType.U1)]
    public static partial bool Contains(UsearchHandle index, ulong key, ref nint error);

    [LibraryImport(Library, EntryPoint = "usearch_get")]
    public static partial nuint Get(UsearchHandle index, ulong key, nuint count, float* vector, int kind, ref nint error);

    [LibraryImport(Library, EntryPoint = "usearch_rename")]
    public static partial nuint Rename(UsearchHandle index, ulong from, ulong to, ref nint error);

    [LibraryImport(Library, EntryPoint = "usearch_search")]
    public static partial nuint Search(
        UsearchHandle index, float* query, int kind, nuint count, ulong* keys, float* distances, ref nint error);

    [LibraryImport(Library, EntryPoint = "usearch_filtered_search")]
    public static partial nuint FilteredSearch(
        UsearchHandle index,
        float* query,
        int kind,
        nuint count,
        delegate* unmanaged[Cdecl]<ulong, nint, int> filter,
        nint state,
        ulong* keys,
        float* distances,
        ref nint error);

    [LibraryImport(Library, EntryPoint = "usearch_serialized_length")]
    public static partial nuint SerializedLength(UsearchHandle index, ref nint error);

    [LibraryImport(Library, EntryPoint = "usearch_save_buffer")]
    public static partial void SaveBuffer(UsearchHandle index, byte* buffer, nuint length, ref nint error);

    [LibraryImport(Library, EntryPoint = "usearch_load_buffer")]
    public static partial void LoadBuffer(UsearchHandle index, byte* buffer, nuint length, ref nint error);

    /// <summary>Throws when the library reported a fault.</summary>
    public static void ThrowOn(nint error, string operation)
    {
        if (error != 0)
        {
            throw new UsearchException(operation, Marshal.PtrToStringUTF8(error) ?? "no reason given");
        }
    }
}
