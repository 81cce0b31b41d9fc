using System.Collections.Concurrent;
using Microsoft.Extensions.VectorData;

namespace Reminisce.VectorData.Tests.Reference;

/// <summary>A vector store simple enough to be believed: dictionaries, compiled LINQ, brute force, copies in and out.</summary>
/// <remarks>Two stores may share their data and differ in their generator.</remarks>
internal sealed class ReferenceVectorStore(FaultPlan? faults = null, Microsoft.Extensions.AI.IEmbeddingGenerator? generator = null, ReferenceVectorStore? sharing = null) : VectorStore
{
    private readonly ConcurrentDictionary<string, ReferenceTable> _tables = sharing?._tables ?? new();

    public FaultPlan Faults { get; } = faults ?? new FaultPlan();

    public override VectorStoreCollection<TKey, TRecord> GetCollection<TKey, TRecord>(string name, VectorStoreCollectionDefinition? definition = null) =>
        typeof(TRecord) == typeof(Dictionary<string, object?>) ? throw new ArgumentException("use GetDynamicCollection") :
        new ReferenceCollection<TKey, TRecord>(name, this, Shape(typeof(TRecord), definition));

    public override VectorStoreCollection<object, Dictionary<string, object?>> GetDynamicCollection(string name, VectorStoreCollectionDefinition definition) =>
        new ReferenceCollection<object, Dictionary<string, object?>>(name, this, Shape(typeof(Dictionary<string, object?>), definition));

    public override async IAsyncEnumerable<string> ListCollectionNamesAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await Task.Yield();
        Faults.Step("list");
        foreach (var name in _tables.Keys.Order())
        {
            yield return name;
        }
    }

    public override async Task<bool> CollectionExistsAsync(string name, CancellationToken cancellationToken = default)
    {
        await Task.Yield();
        Faults.Step("exists");
        return _tables.ContainsKey(name);
    }

    public override Task EnsureCollectionDeletedAsync(string name, CancellationToken cancellationToken = default)
    {
        Faults.Step("before delete collection");
        _tables.TryRemove(name, out _);
        Faults.Step("after delete collection");
        return Task.CompletedTask;
    }

    public override object? GetService(Type serviceType, object? serviceKey = null) => serviceKey is null && serviceType.IsInstanceOfType(this) ? this : null;

    public ReferenceTable? Find(string name) => _tables.GetValueOrDefault(name);

    public void Create(string name) => _tables.TryAdd(name, new ReferenceTable());

    private ReferenceShape Shape(Type type, VectorStoreCollectionDefinition? definition) => ReferenceShape.Of(type, definition, generator);
}
