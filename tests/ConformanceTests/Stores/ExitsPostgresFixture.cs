using ConformanceTests.Support;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.VectorData;
using Reminisce.VectorData;

namespace ConformanceTests.Stores;

/// <summary>The early-exit store over PostgreSQL, with an encoder that has early exits; what has no content passes through.</summary>
public sealed class ExitsPostgresFixture : PostgresFixture
{
    private readonly ExitsOptions _options = new();

    public override IReadOnlyDictionary<Difference, string> Differences => new Dictionary<Difference, string>([.. base.Differences, .. ExitsOptions.Differences]);

    public override LetterGenerator<Embedding<float>> Letters(float signature = 0) => LetterGenerator.WithExits(signature);

    public override void Dispose()
    {
        base.Dispose();
        _options.Dispose();
    }

    protected override VectorStore Create(IEmbeddingGenerator? generator) => new ReminisceVectorStore(base.Create(null), _options.With(generator));
}
