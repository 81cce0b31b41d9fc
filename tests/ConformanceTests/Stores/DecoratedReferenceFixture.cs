using ConformanceTests.Support;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.VectorData;
using Reminisce.VectorData;
using Reminisce.VectorData.Tests.Reference;

namespace ConformanceTests.Stores;

/// <summary>The early-exit store over a store that is not ours.</summary>
public sealed class DecoratedReferenceFixture : StoreFixture
{
    private readonly ReferenceVectorStore _data = new();

    public override IReadOnlyDictionary<Difference, string> Differences { get; } = new Dictionary<Difference, string>
    {
        [Difference.NoHybridSearch] = "kept small, so that it can be believed",
        [Difference.TakesAnyFilter] = "filters are compiled and run over the records",
        [Difference.TakesAnyType] = "records are kept as objects",
    };

    protected override VectorStore Create(IEmbeddingGenerator? generator)
        => new ReminisceVectorStore(new ReferenceVectorStore(sharing: _data), new ReminisceVectorStoreOptions { EmbeddingGenerator = generator });
}
