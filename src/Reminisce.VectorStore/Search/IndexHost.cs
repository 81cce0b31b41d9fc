using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Reminisce.VectorData.Sql;
using Reminisce.VectorData.Storage;

namespace Reminisce.VectorData.Search;

/// <summary>What an index needs of the store it belongs to.</summary>
/// <remarks>OnWriter runs work between two commits; a read-only store has no writer and runs it at once, with null.</remarks>
internal sealed record IndexHost(StoreFiles Files, IFileStorage Storage, ILogger Log, bool IsReadOnly, Func<Action<SqliteConnection?>, Task> OnWriter)
{
    public string Folder => Files.Folder;
}
