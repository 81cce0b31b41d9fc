using Microsoft.Extensions.Logging;
using Reminisce.VectorData.Storage;

namespace Reminisce.VectorData.Sql;

/// <summary>The folders open in this process, so that several store objects over one folder share one writer.</summary>
/// <remarks>Thread-safe. The last lease to be released closes the folder.</remarks>
internal static class StoreEngines
{
    private static readonly Lock s_lock = new();
    private static readonly Dictionary<(string Folder, bool ReadOnly), Shared> s_open = [];

    public static StoreEngineLease Acquire(string folder, bool readOnly, ILogger log, IFileStorage storage)
    {
        var files = new StoreFiles(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
        var key = (files.Folder, readOnly);
        lock (s_lock)
        {
            if (!s_open.TryGetValue(key, out var shared))
            {
                s_open[key] = shared = new Shared(StoreEngine.Open(files, readOnly, log, storage));
            }

            shared.Leases++;
            return new StoreEngineLease(shared.Engine, () => Release(key));
        }
    }

    /// <summary>Whether this process has a folder open.</summary>
    public static bool IsOpen(string folder)
    {
        lock (s_lock)
        {
            return s_open.Keys.Any(key => key.Folder == folder);
        }
    }

    private static void Release((string Folder, bool ReadOnly) key)
    {
        lock (s_lock)
        {
            if (s_open.TryGetValue(key, out var shared) && --shared.Leases == 0)
            {
                s_open.Remove(key);

                // Closed inside the lock: who opens the folder next must find it free.
                shared.Engine.Dispose();
            }
        }
    }

    private sealed class Shared(StoreEngine engine)
    {
        public StoreEngine Engine { get; } = engine;

        public int Leases { get; set; }
    }
}
