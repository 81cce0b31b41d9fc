using ConformanceTests.Support;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.VectorData;
using PostgresBackend;
using Reminisce.VectorData.Tests.Fakes;

namespace ConformanceTests.Stores;

/// <summary>The sample's store over PostgreSQL, in a schema of its own; needs npm, with which the server comes.</summary>
public class PostgresFixture : StoreFixture
{
    /// <summary>Gets the schema that is this test's alone.</summary>
    public string Schema { get; } = $"t{Guid.NewGuid():N}";

    private bool _isPrepared;

    public override IReadOnlyDictionary<Difference, string> Differences { get; } = new Dictionary<Difference, string>
    {
        [Difference.NoZeroInText] = "PostgreSQL stores text without zero characters only",
        [Difference.TimesInUtcMicroseconds] = "PostgreSQL's timestamptz is an instant in microseconds, without the offset it was given with",
        [Difference.GainsNoProperties] = "a column that came by itself would let a collection with one vector per exit be written to as one with a single vector",
    };

    public override string? SystemName => "postgresql";

    public override void Prepare()
    {
        Run($"CREATE SCHEMA {Schema}");
        _isPrepared = true;
    }

    public override void Dispose()
    {
        base.Dispose();
        if (_isPrepared)
        {
            Run($"DROP SCHEMA {Schema} CASCADE");
        }

        GC.SuppressFinalize(this);
    }

    protected override VectorStore Create(IEmbeddingGenerator? generator) => new PostgresVectorStore(PostgresServer.Source, Schema, generator);

    private static void Run(string sql)
    {
        using var command = PostgresServer.Source.CreateCommand(sql);
        command.ExecuteNonQuery();
    }
}
