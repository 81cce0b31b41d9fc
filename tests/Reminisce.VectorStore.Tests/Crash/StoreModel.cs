using System.Collections.Immutable;

namespace Reminisce.VectorData.Tests.Crash;

/// <summary>What a store should hold: the oracle. Immutable.</summary>
internal sealed record StoreModel(ImmutableSortedDictionary<string, CollectionModel> Collections)
{
    public static StoreModel Empty { get; } = new(ImmutableSortedDictionary<string, CollectionModel>.Empty.WithComparers(StringComparer.Ordinal));

    public StoreModel Ensure(string name, bool withExtra)
        => With(name, Collections.TryGetValue(name, out var known) ? known with { HasExtra = known.HasExtra || withExtra } : CollectionModel.Empty with { HasExtra = withExtra });

    public StoreModel Drop(string name) => new(Collections.Remove(name));

    public StoreModel Upsert(string name, IEnumerable<Entry> entries)
        => With(name, Collections[name] with { Rows = Collections[name].Rows.SetItems(entries.Select(entry => KeyValuePair.Create(entry.Key, entry))) });

    public StoreModel Delete(string name, Func<Entry, bool> condition)
        => With(name, Collections[name] with { Rows = Collections[name].Rows.RemoveRange(Collections[name].Rows.Values.Where(condition).Select(entry => entry.Key)) });

    public override string ToString() => string.Join("\n", Collections.Select(collection => $"{collection.Key}: {collection.Value}"));

    private StoreModel With(string name, CollectionModel collection) => new(Collections.SetItem(name, collection));
}
