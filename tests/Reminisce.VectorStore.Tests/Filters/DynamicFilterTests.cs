using System.Linq.Expressions;
using Microsoft.Extensions.VectorData;
using Reminisce.VectorData.Tests.Usearch;
using Record = System.Collections.Generic.Dictionary<string, object?>;

namespace Reminisce.VectorData.Tests.Filters;

/// <summary>Filters over dictionaries, where comparison must be by value.</summary>
public sealed class DynamicFilterTests : IDisposable
{
    private static readonly VectorStoreCollectionDefinition s_definition = new()
    {
        Properties =
        [
            new VectorStoreKeyProperty("Key", typeof(Guid)),
            new VectorStoreDataProperty("Name", typeof(string)),
            new VectorStoreDataProperty("Count", typeof(int)),
            new VectorStoreDataProperty("Done", typeof(bool)),
            new VectorStoreDataProperty("Tags", typeof(List<string>)),
        ],
    };

    private readonly TempFolder _folder = new();
    private readonly UsearchVectorStore _store;

    public DynamicFilterTests() => _store = new UsearchVectorStore(_folder.Path);

    [Fact]
    public async Task Values_ComparedByValue()
    {
        var field = "Name";
        var wanted = new string(['a', 'n', 'n']);
        object[] names = ["ann", "bob"];
        Assert.Equal("ann", await FindAsync(r => r["Name"] == (object)wanted));
        Assert.Equal("ann", await FindAsync(r => (string)r[field]! == wanted && (int)r["Count"]! == 1));
        Assert.Equal("bob", await FindAsync(r => (string?)r["Name"] != "ann" && r["Name"] != null));
        Assert.Equal("", await FindAsync(r => r["Name"] == null));
        Assert.Equal("bob", await FindAsync(r => (int)r["Count"]! > 1 && (bool)r["Done"]!));
        Assert.Equal("ann,bob", await FindAsync(r => names.Contains(r["Name"])));
        Assert.Equal("bob", await FindAsync(r => ((List<string>)r["Tags"]!).Contains("x")));
        Assert.Equal("bob", await FindAsync(r => ((List<string>)r["Tags"]!).Any(t => new[] { "q", "x" }.Contains(t))));
    }

    [Fact]
    public async Task UnknownNameAndWrongCast_Throw()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => FindAsync(r => (string?)r["Nmae"] == "ann"));
        await Assert.ThrowsAsync<InvalidCastException>(() => FindAsync(r => (long)r["Count"]! == 1));
    }

    public void Dispose()
    {
        _store.Dispose();
        _folder.Dispose();
    }

    private async Task<string> FindAsync(Expression<Func<Record, bool>> filter)
    {
        var people = _store.GetDynamicCollection("people", s_definition);
        await people.EnsureCollectionDeletedAsync();
        await people.EnsureCollectionExistsAsync();
        await people.UpsertAsync(
        [
            new Record { ["Name"] = "ann", ["Count"] = 1, ["Done"] = false, ["Tags"] = new List<string> { "y" } },
            new Record { ["Name"] = "bob", ["Count"] = 2, ["Done"] = true, ["Tags"] = new List<string> { "x", "y" } },
            new Record { ["Name"] = null, ["Count"] = 0, ["Done"] = false, ["Tags"] = null },
        ]);
        return string.Join(',', await people.GetAsync(filter, 10).Select(r => (string?)r["Name"]).ToListAsync());
    }
}
