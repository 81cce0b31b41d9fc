using ConformanceTests.Support;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.VectorData;
using Reminisce.VectorData;

namespace ConformanceTests.Stores;

/// <summary>The early-exit store over the local one; without an early-exit encoder it must change nothing.</summary>
public sealed class DecoratedUsearchFixture : StoreFixture
{
    private readonly string _folder = Directory.CreateTempSubdirectory("reminisce-conformance-").FullName;

    public override bool HasHybridSearch => true;

    public override bool TranslatesFilters => true;

    public override bool ChecksDataTypes => true;

    public override bool NamesOperations => true;

    public override void Dispose()
    {
        base.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    protected override VectorStore Create(IEmbeddingGenerator? generator)
        => new ReminisceVectorStore(new UsearchVectorStore(_folder), new ReminisceVectorStoreOptions { EmbeddingGenerator = generator });
}
