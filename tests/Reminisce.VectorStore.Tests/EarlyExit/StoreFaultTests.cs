using Microsoft.Extensions.VectorData;
using Reminisce.VectorData.Tests.Fakes;
using Reminisce.VectorData.Tests.Reference;

namespace Reminisce.VectorData.Tests.EarlyExit;

/// <summary>Failures of inner stores and mistakes of callers, told apart.</summary>
public class StoreFaultTests
{
    [Theory]
    [InlineData(FaultKind.Throws)]
    [InlineData(FaultKind.TimesOut)]
    [InlineData(FaultKind.IsBroken)]
    internal async Task Store_InnerFails_EveryCallNamesIt(FaultKind kind)
    {
        using var setup = new Setup();
        foreach (var (operation, call) in new (string, Func<Task>)[]
        {
            ("ListCollectionNames", () => setup.Store.ListCollectionNamesAsync().ListAsync()),
            ("CollectionExists", () => setup.Store.CollectionExistsAsync("notes")),
            ("EnsureCollectionDeleted", () => setup.Store.EnsureCollectionDeletedAsync("notes")),
            ("CollectionExists", () => setup.Notes.CollectionExistsAsync()),
            ("EnsureCollectionExists", () => setup.Notes.EnsureCollectionExistsAsync()),
            ("EnsureCollectionDeleted", () => setup.Notes.EnsureCollectionDeletedAsync()),
            ("CollectionExists", () => Plain(setup).GetAsync(1)),
        })
        {
            // Each step of a call in turn, so that the one of its own name is among them.
            var failed = new List<string?>();
            while (await FailAsync(setup, failed.Count + 1, kind, call) is { } error)
            {
                Assert.Contains("store failed in", error.Message, StringComparison.Ordinal);
                Assert.Contains("fault at step", error.Message, StringComparison.Ordinal);
                Assert.Equal("reminisce", error.VectorStoreSystemName);
                failed.Add(error.OperationName);
            }

            Assert.Contains(operation, failed);
        }
    }

    /// <summary>Opens what is stored without early exits, by a store that has not looked at it yet.</summary>
    private static VectorStoreCollection<int, Note> Plain(Setup setup) => new ReminisceVectorStore(setup.Inner)
        .GetCollection<int, Note>("notes", new() { Properties = CollectionTests.Definition(), EmbeddingGenerator = new FakeGenerator(null) });

    private static async Task<VectorStoreException?> FailAsync(Setup setup, int failAt, FaultKind kind, Func<Task> call)
    {
        await setup.CreateNotesAsync();
        setup.Faults.Break(setup.Faults.Calls + failAt, kind);
        try
        {
            await call();
            return null;
        }
        catch (VectorStoreException error)
        {
            // The refusal of what is found is what the call is for.
            return error.OperationName == "OpenCollection" ? null : error;
        }
        finally
        {
            setup.Faults.Reset();
        }
    }

    [Fact]
    public async Task Call_InnerStoreClosed_NamesItsSystem()
    {
        using var setup = new Setup(inner: InnerKind.Usearch);
        var notes = await setup.CreateNotesAsync();
        setup.Inner.Dispose();
        foreach (var (operation, call) in new (string, Func<Task>)[]
        {
            ("Get", () => notes.GetAsync(1)),
            ("Get", () => notes.GetAsync(n => n.Year > 0, 1).ListAsync()),
            ("VectorizedSearch", () => notes.SearchAsync("tea", 1).ListAsync()),
            ("FullTextSearch", () => ((IFullTextSearchable<Note>)notes.GetService(typeof(IFullTextSearchable<Note>))!).FullTextSearchAsync("tea", 1).ListAsync()),
            ("Count", () => ((IFilteredOperations<Note>)notes.GetService(typeof(IFilteredOperations<Note>))!).CountAsync()),
        })
        {
            var error = await Assert.ThrowsAsync<VectorStoreException>(call);
            Assert.StartsWith($"The inner vector store 'usearch' failed in '{operation}' on collection 'notes'", error.Message, StringComparison.Ordinal);
            Assert.IsType<ObjectDisposedException>(error.InnerException);
        }
    }

    [SkippableTheory]
    [InlineData(InnerKind.Reference)]
    [InlineData(InnerKind.Usearch)]
    [InlineData(InnerKind.Postgres)]
    internal async Task Filter_UnknownOrContentPropertyOfADynamicRecord_IsTheCallersMistake(InnerKind inner)
    {
        using var setup = new Setup(inner: inner);
        var notes = setup.Store.GetDynamicCollection("notes", new() { Properties = CollectionTests.Definition() });
        await notes.EnsureCollectionExistsAsync();
        await notes.UpsertAsync(new Dictionary<string, object?> { ["Id"] = 1, ["Year"] = 2024, ["Content"] = "tea" });
        foreach (var name in new[] { "Unknown", "Content", "Content_exit" })
        {
            await Assert.ThrowsAsync<InvalidOperationException>(() => notes.GetAsync(r => (string)r[name]! == "tea", 1).ListAsync());
            await Assert.ThrowsAsync<InvalidOperationException>(() => notes.SearchAsync("tea", 1, new() { Filter = r => (string)r[name]! == "tea" }).ListAsync());
        }

        var year = "Year";
        Assert.Equal(1, Assert.Single(await notes.GetAsync(r => (int)r[year]! == 2024, 1).ListAsync())["Id"]);
    }
}
