using Microsoft.Extensions.AI;
using Microsoft.Extensions.VectorData;
using Reminisce.VectorData;

namespace ConformanceTests.Stores;

/// <summary>The early-exit store over the local one; without an early-exit encoder it must change nothing.</summary>
public sealed class DecoratedUsearchFixture : UsearchFixture
{
    protected override VectorStore Create(IEmbeddingGenerator? generator)
        => new ReminisceVectorStore(base.Create(null), new ReminisceVectorStoreOptions { EmbeddingGenerator = generator });
}
