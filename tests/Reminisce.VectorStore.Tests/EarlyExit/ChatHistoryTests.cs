using System.Linq.Expressions;
using Microsoft.Extensions.VectorData;
using Reminisce.VectorData.Tests.Fakes;
using Record = System.Collections.Generic.Dictionary<string, object?>;

namespace Reminisce.VectorData.Tests.EarlyExit;

/// <summary>The shape in which Agent Framework's ChatHistoryMemoryProvider drives a store, with early exits.</summary>
public class ChatHistoryTests
{
    [SkippableTheory]
    [InlineData(InnerKind.Reference)]
    [InlineData(InnerKind.Usearch)]
    [InlineData(InnerKind.Postgres)]
    internal async Task Messages_AreFoundWithinTheirScopeAndFinished(InnerKind inner)
    {
        using var setup = new Setup(o => (o.Policy, o.FixedLayer) = (ExitPolicy.Fixed, 1), inner);
        var history = setup.Store.GetDynamicCollection("history", new VectorStoreCollectionDefinition
        {
            Properties =
            [
                new VectorStoreKeyProperty("Key", typeof(Guid)),
                new VectorStoreDataProperty("UserId", typeof(string)) { IsIndexed = true },
                new VectorStoreDataProperty("SessionId", typeof(string)) { IsIndexed = true },
                new VectorStoreDataProperty("Content", typeof(string)) { IsFullTextIndexed = inner != InnerKind.Postgres },
                new VectorStoreVectorProperty("ContentEmbedding", typeof(string), 24),
            ],
        });
        await history.EnsureCollectionExistsAsync();
        await history.UpsertAsync([Message("ann", "s1", "tea 1"), Message("bob", "s1", "tea 2"), Message("ann", null, "tea 3"), Message("ann", "s2", "rain 4")]);

        Assert.Equal(["tea 1"], await FindAsync(history, Both("ann", "s1")));
        Assert.Equal(["rain 4", "tea 1", "tea 3"], (await FindAsync(history, x => (string?)x["UserId"] == "ann")).Order());
        Assert.Empty(await FindAsync(history, Both("eve' OR '1'='1", "s1")));
        Assert.Equal(3, setup.Encoder.Resumed);

        var ofBob = await history.GetAsync(x => (string?)x["UserId"] == "bob", 9).ListAsync();
        await history.DeleteAsync(ofBob.Select(r => r["Key"]!));
        Assert.Equal(3, (await history.GetAsync(r => true, 9).ListAsync()).Count);
    }

    private static async Task<List<string?>> FindAsync(VectorStoreCollection<object, Record> history, Expression<Func<Record, bool>> filter) =>
        [.. (await history.SearchAsync("tea 1", 5, new() { Filter = filter }).ListAsync()).Select(r => (string?)r.Record["Content"])];

    private static Expression<Func<Record, bool>> Both(string user, string session) => x => (string?)x["UserId"] == user && (string?)x["SessionId"] == session;

    private static Record Message(string user, string? session, string content) => new()
    {
        ["Key"] = Guid.NewGuid(), ["UserId"] = user, ["SessionId"] = session, ["Content"] = content, ["ContentEmbedding"] = content,
    };
}
