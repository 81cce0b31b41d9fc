using Microsoft.Extensions.Logging.Abstractions;
using Reminisce.VectorData.Storage;
using Reminisce.VectorData.Tests.Search;

namespace Reminisce.VectorData.Tests.Crash;

/// <summary>A store that a scripted workload works on, closes and opens again.</summary>
internal sealed class StoreSession(string folder, IFileStorage storage) : IDisposable
{
    private UsearchVectorStore? _store;

    public UsearchVectorStore Store => _store ??= new UsearchVectorStore(folder, new() { Storage = storage, LoggerFactory = NullLoggerFactory.Instance });

    public bool IsOpen => _store is not null;

    public UsearchDynamicCollection Collection(string name, bool withExtra) => Store.GetDynamicCollection(name, Entry.Definition(withExtra));

    public Task LoadGraphAsync(string name) => SmallGraph.LoadAsync(Store, name, "A");

    public void Reopen()
    {
        Dispose();
        _ = Store;
    }

    public void Dispose()
    {
        var store = _store;
        _store = null;
        store?.Dispose();
    }
}
