using ConformanceTests.Support;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.VectorData;
using Reminisce.VectorData;

namespace ConformanceTests.Stores;

/// <summary>The early-exit store over the local one, with an encoder that has early exits.</summary>
public sealed class ExitsUsearchFixture : UsearchFixture
{
    private readonly ExitsOptions _options = new();

    public override IReadOnlyDictionary<Difference, string> Differences => ExitsOptions.Differences;

    public override LetterGenerator<Embedding<float>> Letters(float signature = 0) => LetterGenerator.WithExits(signature);

    public override void Dispose()
    {
        base.Dispose();
        _options.Dispose();
    }

    protected override VectorStore Create(IEmbeddingGenerator? generator) => new ReminisceVectorStore(base.Create(null), _options.With(generator));
}
