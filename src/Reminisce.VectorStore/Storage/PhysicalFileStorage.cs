using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Reminisce.VectorData.Storage;

/// <summary>The file system.</summary>
internal sealed partial class PhysicalFileStorage : IFileStorage
{
    private const int BufferSize = 128 * 1024;

    private PhysicalFileStorage()
    {
    }

    public static PhysicalFileStorage Instance { get; } = new();

    public bool Exists(string path) => File.Exists(path);

    public IWritableFile Create(string path) =>
        new PhysicalFile(new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, BufferSize));

    public Stream OpenRead(string path) =>
        new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, BufferSize, FileOptions.SequentialScan);

    public void Replace(string source, string target) => File.Move(source, target, overwrite: true);

    public void Sync(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        stream.Flush(flushToDisk: true);
    }

    public void SyncDirectory(string directory)
    {
        // NTFS journals names itself, and Windows has no call to sync a directory.
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        int descriptor = OpenDirectory(directory, 0);
        if (descriptor < 0)
        {
            throw Fault(directory);
        }

        try
        {
            if (SyncDescriptor(descriptor) != 0)
            {
                throw Fault(directory);
            }
        }
        finally
        {
            _ = CloseDescriptor(descriptor);
        }
    }

    public void Delete(string path) => File.Delete(path);

    public IReadOnlyList<string> List(string directory, string prefix = "")
    {
        if (!Directory.Exists(directory))
        {
            return [];
        }

        string[] files = [.. Directory.EnumerateFiles(directory).Where(file => Path.GetFileName(file).StartsWith(prefix, StringComparison.Ordinal))];
        Array.Sort(files, StringComparer.Ordinal);
        return files;
    }

    private static IOException Fault(string directory)
    {
        int error = Marshal.GetLastPInvokeError();
        return new IOException($"The directory '{directory}' could not be synced to disk: {new Win32Exception(error).Message}.");
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenDirectory(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int SyncDescriptor(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int CloseDescriptor(int descriptor);

    private sealed class PhysicalFile(FileStream stream) : IWritableFile
    {
        public void Write(ReadOnlySpan<byte> bytes) => stream.Write(bytes);

        public void Sync() => stream.Flush(flushToDisk: true);

        public void Dispose() => stream.Dispose();
    }
}
