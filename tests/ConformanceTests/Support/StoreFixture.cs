using Microsoft.Extensions.AI;
using Microsoft.Extensions.VectorData;

namespace ConformanceTests.Support;

/// <summary>A store to be tested: opens it over one set of data, and says what it can do.</summary>
/// <remarks>What a store cannot do is asserted to be refused, never left out.</remarks>
public abstract class StoreFixture : IDisposable
{
    private readonly List<VectorStore> _opened = [];

    /// <summary>Gets whether collections search by words and vector together.</summary>
    public abstract bool HasHybridSearch { get; }

    /// <summary>Gets whether filters are translated; else any expression that compiles is taken.</summary>
    public abstract bool TranslatesFilters { get; }

    /// <summary>Gets whether types of data properties are checked; else every type is taken.</summary>
    public abstract bool ChecksDataTypes { get; }

    /// <summary>Gets whether errors carry the store's system name, collection and operation.</summary>
    public abstract bool NamesOperations { get; }

    /// <summary>Opens the store, over the same data at every call.</summary>
    public VectorStore Open(IEmbeddingGenerator? generator = null)
    {
        var store = Create(generator);
        _opened.Add(store);
        return store;
    }

    public virtual void Dispose()
    {
        _opened.ForEach(store => store.Dispose());
        GC.SuppressFinalize(this);
    }

    protected abstract VectorStore Create(IEmbeddingGenerator? generator);
}
