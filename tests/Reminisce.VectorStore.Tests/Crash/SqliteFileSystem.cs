using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Reminisce.VectorData.Tests.Crash;

/// <summary>Stands between SQLite and the files of those folders that a <see cref="FaultyDisk"/> was made for.</summary>
/// <remarks>
/// A VFS of SQLite, registered as the default one, which is a copy of the real one but for opening and deleting. A file in a
/// watched folder keeps the real file's state and gets a copy of its method table in which writing, truncating, syncing and
/// closing lead here; every other file of the process is opened by the real one untouched. The shared memory of the log passes through.
/// </remarks>
internal static unsafe partial class SqliteFileSystem
{
    private const int Ok = 0;
    private const int OpenCreate = 0x4;
    private const int OpenDatabase = 0x100;

    private static readonly ConcurrentDictionary<string, FaultyDisk> s_disks = new(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<nint, FaultyFile> s_files = new();
    private static readonly ConcurrentDictionary<nint, nint> s_patched = new();
    private static readonly Vfs* s_real = Install();

    public static void Watch(FaultyDisk disk)
    {
        RuntimeHelpers.RunClassConstructor(typeof(SqliteFileSystem).TypeHandle);
        Assert.True(s_disks.TryAdd(disk.Root, disk));
    }

    public static void Forget(FaultyDisk disk) => s_disks.TryRemove(disk.Root, out _);

    private static Vfs* Install()
    {
        var real = FindVfs(null);
        var ours = (Vfs*)NativeMemory.Alloc((nuint)sizeof(Vfs));
        *ours = *real;
        ours->Next = null;
        ours->Name = (byte*)Marshal.StringToCoTaskMemUTF8("reminisce-tests");
        ours->Open = &Open;
        ours->Delete = &Delete;
        Assert.Equal(Ok, RegisterVfs(ours, 1));
        return real;
    }

    private static FaultyDisk? DiskOf(byte* name)
        => name is not null && Path.GetDirectoryName(Marshal.PtrToStringUTF8((nint)name)) is { } folder && s_disks.TryGetValue(folder, out var disk) ? disk : null;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Open(Vfs* vfs, byte* name, File* file, int flags, int* outFlags)
    {
        if (DiskOf(name) is not { } disk)
        {
            return s_real->Open(s_real, name, file, flags, outFlags);
        }

        var path = Marshal.PtrToStringUTF8((nint)name)!;
        if ((flags & OpenCreate) != 0 && !System.IO.File.Exists(path))
        {
            if (disk.Create(path) is not Ok and var fault)
            {
                file->Methods = null;
                return fault;
            }
        }

        var result = s_real->Open(s_real, name, file, flags, outFlags);
        if (result == Ok)
        {
            // SQLite syncs the folder together with the first sync of a journal or log, but not with that of a database.
            s_files[(nint)file] = new FaultyFile(disk, disk.Number(path), file->Methods) { SyncsFolder = (flags & (OpenCreate | OpenDatabase)) == OpenCreate };
            file->Methods = (Methods*)s_patched.GetOrAdd((nint)file->Methods, Patch);
        }

        return result;
    }

    private static nint Patch(nint real)
    {
        var patched = (Methods*)NativeMemory.Alloc((nuint)sizeof(Methods));
        *patched = *(Methods*)real;
        patched->Close = &Close;
        patched->Write = &Write;
        patched->Truncate = &Truncate;
        patched->Sync = &Sync;
        return (nint)patched;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Delete(Vfs* vfs, byte* name, int syncFolder)
    {
        if (DiskOf(name) is { } disk && Marshal.PtrToStringUTF8((nint)name) is { } path && System.IO.File.Exists(path) && disk.Delete(path, syncFolder != 0) is not Ok and var fault)
        {
            return fault;
        }

        return s_real->Delete(s_real, name, syncFolder);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Close(File* file)
    {
        s_files.TryRemove((nint)file, out var ours);
        return ours!.Real->Close(file);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Write(File* file, byte* bytes, int count, long offset)
    {
        var ours = s_files[(nint)file];
        var (fault, written) = ours.Disk.Write(ours.Number, offset, new ReadOnlySpan<byte>(bytes, count));
        var result = written == 0 ? Ok : ours.Real->Write(file, bytes, written, offset);
        return fault != Ok ? fault : result;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Truncate(File* file, long size)
    {
        var ours = s_files[(nint)file];
        return ours.Disk.Truncate(ours.Number, size) is not Ok and var fault ? fault : ours.Real->Truncate(file, size);
    }

    /// <summary>Counted and recorded only: power is lost in simulation, and real syncs would take most of the tests' time.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Sync(File* file, int flags)
    {
        var ours = s_files[(nint)file];
        var fault = ours.Disk.Sync(ours.Number, ours.SyncsFolder);
        ours.SyncsFolder &= fault != Ok;
        return fault;
    }

    // The very library that Microsoft.Data.Sqlite has loaded: a second copy would have a list of its own.
    [LibraryImport("e_sqlite3", EntryPoint = "sqlite3_vfs_find", StringMarshalling = StringMarshalling.Utf8)]
    private static partial Vfs* FindVfs(string? name);

    [LibraryImport("e_sqlite3", EntryPoint = "sqlite3_vfs_register")]
    private static partial int RegisterVfs(Vfs* vfs, int makeDefault);

    private sealed class FaultyFile(FaultyDisk disk, int number, Methods* real)
    {
        public FaultyDisk Disk => disk;

        public int Number => number;

        public Methods* Real => real;

        public bool SyncsFolder { get; set; }
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct File
    {
        public Methods* Methods;
    }

    /// <summary>sqlite3_vfs, whose members past those that are replaced are only copied.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Vfs
    {
        public int Version;
        public int Size;
        public int PathLength;
        public Vfs* Next;
        public byte* Name;
        public void* Data;
        public delegate* unmanaged[Cdecl]<Vfs*, byte*, File*, int, int*, int> Open;
        public delegate* unmanaged[Cdecl]<Vfs*, byte*, int, int> Delete;
        private Rest _rest;

        [InlineArray(14)]
        private struct Rest
        {
            private nint _first;
        }
    }

    /// <summary>sqlite3_io_methods, likewise.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Methods
    {
        public int Version;
        public delegate* unmanaged[Cdecl]<File*, int> Close;
        public void* Read;
        public delegate* unmanaged[Cdecl]<File*, byte*, int, long, int> Write;
        public delegate* unmanaged[Cdecl]<File*, long, int> Truncate;
        public delegate* unmanaged[Cdecl]<File*, int, int> Sync;
        private Rest _rest;

        [InlineArray(13)]
        private struct Rest
        {
            private nint _first;
        }
    }
}
