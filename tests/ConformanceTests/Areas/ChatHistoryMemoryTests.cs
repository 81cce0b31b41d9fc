using System.Linq.Expressions;
using ConformanceTests.Support;
using Microsoft.Extensions.VectorData;
using Record = System.Collections.Generic.Dictionary<string, object?>;

namespace ConformanceTests.Areas;

/// <summary>The calls of Agent Framework's ChatHistoryMemoryProvider.</summary>
public abstract class ChatHistoryMemoryTests<TFixture> : Conformance<TFixture>
    where TFixture : StoreFixture, new()
{
    private const string UserIdField = "UserId";
    private const string SessionIdField = "SessionId";

    [SkippableFact]
    public async Task Messages_AreFoundWithinTheirScope()
    {
        var history = Fixture.Open(Fixture.Letters()).GetDynamicCollection("history", new VectorStoreCollectionDefinition
        {
            Properties =
            [
                new VectorStoreKeyProperty("Key", typeof(Guid)),
                .. new[] { "Role", "MessageId", "ApplicationId", "AgentId", UserIdField, SessionIdField, "CreatedAt" }.Select(name => new VectorStoreDataProperty(name, typeof(string)) { IsIndexed = true }),
                new VectorStoreDataProperty("AuthorName", typeof(string)),
                new VectorStoreDataProperty("Content", typeof(string)) { IsFullTextIndexed = true },
                new VectorStoreVectorProperty("ContentEmbedding", typeof(string), LetterGenerator.Dimensions),
            ],
        });
        await history.EnsureCollectionExistsAsync();
        await history.UpsertAsync([Message("ann", "s1", "cats"), Message("bob", "s1", "cats"), Message("ann", null, "dogs"), Message("ann", "s2", "cattle")]);

        Assert.Equal(["cats"], await FindAsync(history, Both("ann", "s1")));
        Assert.Equal(["cats", "cattle", "dogs"], await FindAsync(history, User("ann")));
        Assert.Equal(["cats", "cats", "cattle"], await FindAsync(history, null));
        Assert.Empty(await FindAsync(history, Both("eve' OR '1'='1", "s1")));

        // Several memories over one store see each other's writes.
        await history.DeleteAsync(await history.GetAsync(User("bob"), 9).Select(r => r["Key"]!).ToListAsync());
        Assert.Equal(3, await history.GetAsync(r => true, 9).CountAsync());
    }

    private static async Task<List<string?>> FindAsync(VectorStoreCollection<object, Record> history, Expression<Func<Record, bool>>? filter)
        => await history.SearchAsync("cat", 3, new() { Filter = filter }).Select(r => (string?)r.Record["Content"]).ToListAsync();

    private static Expression<Func<Record, bool>> User(string user) => x => (string?)x[UserIdField] == user;

    private static Expression<Func<Record, bool>> Both(string user, string session)
    {
        Expression<Func<Record, bool>> second = x => (string?)x[SessionIdField] == session;
        var first = User(user);
        return Expression.Lambda<Func<Record, bool>>(
            Expression.AndAlso(first.Body, new Rebinder(second.Parameters[0], first.Parameters[0]).Visit(second.Body)), first.Parameters);
    }

    private static Record Message(string user, string? session, string content) => new()
    {
        ["Key"] = Guid.NewGuid(), ["Role"] = "user", ["MessageId"] = null, ["AuthorName"] = null, ["ApplicationId"] = null, ["AgentId"] = "agent",
        [UserIdField] = user, [SessionIdField] = session, ["Content"] = content, ["CreatedAt"] = "2026-11-22T00:00:00.0000000+00:00", ["ContentEmbedding"] = content,
    };

    private sealed class Rebinder(ParameterExpression from, ParameterExpression to) : ExpressionVisitor
    {
        protected override Expression VisitParameter(ParameterExpression node) => node == from ? to : node;
    }
}
