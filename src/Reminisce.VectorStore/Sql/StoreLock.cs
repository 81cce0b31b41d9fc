using System.Globalization;

namespace Reminisce.VectorData.Sql;

/// <summary>Keeps a second writer process out of a store's folder until disposed.</summary>
internal sealed class StoreLock : IDisposable
{
    private readonly FileStream _stream;

    private StoreLock(FileStream stream) => _stream = stream;

    public static StoreLock Take(StoreFiles files)
    {
        FileStream stream;
        try
        {
            // The operating system drops this lock when the process dies, whatever way it dies.
            stream = new FileStream(files.Lock, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException error) when (IsSharingViolation(error))
        {
            throw StoreErrors.Create(
                $"Store {files.Folder} is open in process {ReadOwner(files)}: close it, or open it read-only.",
                files,
                null,
                "Open",
                error);
        }

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

    public void Dispose() => _stream.Dispose();

    // .NET reports it as the operating system's number: EWOULDBLOCK of Linux and of macOS, ERROR_SHARING_VIOLATION of Windows.
    private static bool IsSharingViolation(IOException error) => error.HResult is 11 or 35 or unchecked((int)0x80070020);

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
