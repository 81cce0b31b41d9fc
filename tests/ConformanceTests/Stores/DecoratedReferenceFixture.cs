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

    public override bool HasHybridSearch => false;

    public override bool TranslatesFilters => false;

    public override bool ChecksDataTypes => false;

    public override bool NamesOperations => false;

    protected override VectorStore Create(IEmbeddingGenerator? generator)
        => new ReminisceVectorStore(new ReferenceVectorStore(sharing: _data), new ReminisceVectorStoreOptions { EmbeddingGenerator = generator });
}
