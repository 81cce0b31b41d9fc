using ConformanceTests.Support;
using Microsoft.Extensions.VectorData;
using Reminisce.VectorData.Tests.Fakes;
using Record = System.Collections.Generic.Dictionary<string, object?>;

namespace ConformanceTests.Stores;

/// <summary>What only a server can get wrong.</summary>
public sealed class PostgresTests : Conformance<PostgresFixture>
{
    [SkippableFact]
    public async Task RecordThatTheServerRefuses_NothingOfItsBatchIsStored()
    {
        var records = await DynamicAsync(new VectorStoreDataProperty("Text", typeof(string)) { IsIndexed = true });
        var random = new Random(1);
        var tooLongForAnIndex = string.Concat(Enumerable.Range(0, 20_000).Select(_ => (char)random.Next('a', 'z')));
        var error = await Assert.ThrowsAsync<VectorStoreException>(() => records.UpsertAsync([new Record { ["Key"] = 1, ["Text"] = "short" }, new Record { ["Key"] = 2, ["Text"] = tooLongForAnIndex }]));
        Assert.Equal(("postgresql", "dynamic", "Upsert"), (error.VectorStoreSystemName, error.CollectionName, error.OperationName));
        Assert.Empty(await records.GetAsync(r => true, 9).ToListAsync());
    }

    [SkippableFact]
    public async Task Indexes_AreThoseAskedFor()
    {
        var records = await DynamicAsync(
            new VectorStoreDataProperty("Text", typeof(string)) { IsIndexed = true, IsFullTextIndexed = true },
            new VectorStoreVectorProperty("V", typeof(float[]), 2) { IndexKind = IndexKind.Hnsw, DistanceFunction = DistanceFunction.ManhattanDistance });
        await records.EnsureCollectionExistsAsync();
        var made = new List<string>();
        await using var command = PostgresServer.Source.CreateCommand("SELECT indexdef FROM pg_indexes WHERE schemaname = $1 ORDER BY 1");
        command.Parameters.Add(new() { Value = Fixture.Schema });
        await using var rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync())
        {
            made.Add(rows.GetString(0)[rows.GetString(0).IndexOf("USING", StringComparison.Ordinal)..]);
        }

        Assert.Equal(
            ["USING btree (\"Key\")", "USING btree (\"Text\")", "USING gin (to_tsvector('simple'::regconfig, COALESCE(\"Text\", ''::text)))", "USING hnsw (\"V\" vector_l1_ops)"],
            made.Order(StringComparer.Ordinal));
    }
}
