using System.Globalization;

namespace Reminisce.VectorData.Sql;

/// <summary>Keeps a second writer process out of a store's folder until disposed.</summary>
internal sealed class StoreLock : IDisposable
{
    // What the systems answer when another holds the lock; all else is a fault of the disk or of rights.
    private const int WouldBlock = 11;
    private const int WouldBlockOnMac = 35;
    private const int SharingViolation = unchecked((int)0x80070020);

    private readonly FileStream _stream;

    private StoreLock(FileStream stream) => _stream = stream;

    public static StoreLock Take(StoreFiles files)
    {
        // The operating system drops this lock when the process dies, whatever way it dies.
        var stream = Open(files, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        try
        {
            using var owner = new StreamWriter(files.LockOwner, append: false);
            owner.Write(Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        }
        catch
        {
            stream.Dispose();
            throw;
        }

        return new StoreLock(stream);
    }

    /// <summary>Keeps writers out, and lets other readers in; null where there has never been a writer.</summary>
    public static StoreLock? Share(StoreFiles files)
        => File.Exists(files.Lock) ? new StoreLock(Open(files, FileMode.Open, FileAccess.Read, FileShare.Read)) : null;

    public void Dispose() => _stream.Dispose();

    private static FileStream Open(StoreFiles files, FileMode mode, FileAccess access, FileShare share)
    {
        try
        {
            return new FileStream(files.Lock, mode, access, share);
        }
        catch (IOException error) when (error.HResult is WouldBlock or WouldBlockOnMac or SharingViolation)
        {
            throw StoreErrors.Create(
                $"Store {files.Folder} is open in process {ReadOwner(files)}: close it, or open it read-only.",
                files,
                null,
                "Open",
                error);
        }
    }

    private static string ReadOwner(StoreFiles files)
    {
        try
        {
            return File.ReadAllText(files.LockOwner).Trim() is { Length: > 0 } id ? id : "(unknown)";
        }
        catch (IOException)
        {
            return "(unknown)";
        }
    }
}
