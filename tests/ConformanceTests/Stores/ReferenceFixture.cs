using ConformanceTests.Support;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.VectorData;
using Reminisce.VectorData.Tests.Reference;

namespace ConformanceTests.Stores;

/// <summary>The store of dictionaries that other tests take for right.</summary>
public sealed class ReferenceFixture : StoreFixture
{
    private readonly ReferenceVectorStore _data = new();

    public override bool HasHybridSearch => false;

    public override bool TranslatesFilters => false;

    public override bool ChecksDataTypes => false;

    public override bool NamesOperations => false;

    protected override VectorStore Create(IEmbeddingGenerator? generator) => new ReferenceVectorStore(generator: generator, sharing: _data);
}
