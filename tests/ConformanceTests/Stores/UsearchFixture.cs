using ConformanceTests.Support;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.VectorData;
using Reminisce.VectorData;

namespace ConformanceTests.Stores;

/// <summary>The local store.</summary>
public class UsearchFixture : StoreFixture
{
    private readonly string _folder = Directory.CreateTempSubdirectory("reminisce-conformance-").FullName;

    public override string? SystemName => "usearch";

    public override void Dispose()
    {
        base.Dispose();
        Directory.Delete(_folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    protected override VectorStore Create(IEmbeddingGenerator? generator) => new UsearchVectorStore(_folder, new() { EmbeddingGenerator = generator });
}
