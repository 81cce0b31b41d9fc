using Microsoft.Extensions.AI;
using Microsoft.Extensions.VectorData;
using Reminisce.VectorData.Tests.Fakes;

namespace Reminisce.VectorData.Tests.EarlyExit;

/// <summary>A record with an early-exit property, a native vector, and a property of an ordinary generator.</summary>
public class MixedVectorsTests
{
    [SkippableTheory]
    [InlineData(InnerKind.Reference)]
    [InlineData(InnerKind.Usearch)]
    [InlineData(InnerKind.Postgres)]
    internal async Task Search_EachProperty_UsesItsOwnVectorsAndWriteBackKeepsThem(InnerKind inner)
    {
        using var setup = new Setup(o => (o.Policy, o.FixedLayer) = (ExitPolicy.Fixed, 1), inner);
        var items = setup.Store.GetDynamicCollection("mixed", new VectorStoreCollectionDefinition
        {
            Properties =
            [
                new VectorStoreKeyProperty("Id", typeof(string)),
                new VectorStoreVectorProperty("Content", typeof(AIContent), 24),
                new VectorStoreVectorProperty("Color", typeof(ReadOnlyMemory<float>), 2),
                new VectorStoreVectorProperty("Title", typeof(string), 24) { EmbeddingGenerator = new FakeGenerator(null) },
            ],
        });
        await items.EnsureCollectionExistsAsync();
        await items.UpsertAsync(Enumerable.Range(0, 8).Select(i => new Dictionary<string, object?>
        {
            ["Id"] = $"k{i}",
            ["Content"] = $"tea {i}",
            ["Color"] = new ReadOnlyMemory<float>([MathF.Cos(i / 5f), MathF.Sin(i / 5f)]),
            ["Title"] = $"title {7 - i}",
        }));

        for (var round = 0; round < 2; round++)
        {
            var byColor = await items.SearchAsync(new ReadOnlyMemory<float>([1f, 0f]), 3, new() { VectorProperty = r => r["Color"] }).ListAsync();
            Assert.Equal(["k0", "k1", "k2"], byColor.Select(r => r.Record["Id"]));
            var byTitle = await items.SearchAsync("title 5", 1, new() { VectorProperty = r => r["Title"] }).ListAsync();
            Assert.Equal("k2", Assert.Single(byTitle).Record["Id"]);
            var byContent = await items.SearchAsync(
                "tea 6", 8, new ReminisceSearchOptions<Dictionary<string, object?>> { VectorProperty = r => r["Content"], Candidates = 8 }).ListAsync();
            Assert.Equal("k6", byContent[0].Record["Id"]);
            Assert.Equal(8, setup.Encoder.Resumed);
            Assert.Empty(setup.Activations.Entries);
        }

        await Assert.ThrowsAsync<InvalidOperationException>(() => items.SearchAsync("tea", 1).ListAsync());
    }
}
