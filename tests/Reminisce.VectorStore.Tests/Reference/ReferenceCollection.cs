using System.Linq.Expressions;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.VectorData;

namespace Reminisce.VectorData.Tests.Reference;

internal sealed class ReferenceCollection<TKey, TRecord>(string name, ReferenceVectorStore store, ReferenceShape shape)
    : VectorStoreCollection<TKey, TRecord>, IFullTextSearchable<TRecord>
    where TKey : notnull
    where TRecord : class
{
    private static readonly char[] s_blank = [' '];

    public override string Name => name;

    public override Task<bool> CollectionExistsAsync(CancellationToken cancellationToken = default) => Call("exists", () => store.Find(name) is not null, cancellationToken);

    public override Task EnsureCollectionExistsAsync(CancellationToken cancellationToken = default) => Call(
        "create",
        () =>
        {
            store.Create(name);
            return true;
        },
        cancellationToken);

    public override Task EnsureCollectionDeletedAsync(CancellationToken cancellationToken = default) => store.EnsureCollectionDeletedAsync(name, cancellationToken);

    public override async Task<TRecord?> GetAsync(TKey key, RecordRetrievalOptions? options = null, CancellationToken cancellationToken = default)
    {
        CheckVectors(options?.IncludeVectors);
        CheckKey(key, nameof(key));
        return await Call("get", () => Rows(rows => rows.TryGetValue(key, out var row) ? Out(row, options?.IncludeVectors ?? false) : null), cancellationToken);
    }

    public override async IAsyncEnumerable<TRecord> GetAsync(
        IEnumerable<TKey> keys, RecordRetrievalOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(keys);
        CheckVectors(options?.IncludeVectors);
        var wanted = keys.Distinct().ToList();
        wanted.ForEach(key => CheckKey(key, nameof(keys)));
        var found = await Call(
            "get", () => Rows(rows => wanted.Where(k => rows.ContainsKey(k)).Select(k => Out(rows[k], options?.IncludeVectors ?? false)).ToList()), cancellationToken);
        foreach (var record in found)
        {
            yield return record;
        }
    }

    public override async IAsyncEnumerable<TRecord> GetAsync(
        Expression<Func<TRecord, bool>> filter, int top, FilteredRecordRetrievalOptions<TRecord>? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentOutOfRangeException.ThrowIfLessThan(top, 1);
        CheckVectors(options?.IncludeVectors);
        var matches = await Call("filter", () => Rows(rows => Matching(rows, filter).Select(r => Out(r, options?.IncludeVectors ?? false)).ToList()), cancellationToken);
        IOrderedEnumerable<TRecord>? ordered = null;
        foreach (var sort in options?.OrderBy?.Invoke(new()).Values ?? [])
        {
            if (!shape.All.Contains(NameOf(sort.PropertySelector)))
            {
                throw new InvalidOperationException("unknown property");
            }

            var selector = sort.PropertySelector.Compile();
            ordered = (ordered, sort.Ascending) switch
            {
                (null, true) => matches.OrderBy(selector),
                (null, false) => matches.OrderByDescending(selector),
                (_, true) => ordered.ThenBy(selector),
                (_, false) => ordered.ThenByDescending(selector),
            };
        }

        foreach (var record in (ordered ?? (IEnumerable<TRecord>)matches).Skip(options?.Skip ?? 0).Take(top))
        {
            yield return record;
        }
    }

    public override Task DeleteAsync(TKey key, CancellationToken cancellationToken = default)
    {
        CheckKey(key, nameof(key));
        return DeleteAsync([key], cancellationToken);
    }

    public override Task DeleteAsync(IEnumerable<TKey> keys, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(keys);
        var wanted = keys.ToList();
        wanted.ForEach(key => CheckKey(key, nameof(keys)));
        return Call("delete", () => Rows(rows => wanted.ConvertAll(k => !IsLost(k) && rows.Remove(k))), cancellationToken);
    }

    public override Task UpsertAsync(TRecord record, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(record);
        return UpsertAsync([record], cancellationToken);
    }

    public override async Task UpsertAsync(IEnumerable<TRecord> records, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(records);
        var given = records.ToList();
        var rows = given.ConvertAll(record => shape.Read(record ?? throw new ArgumentException("a record is null", nameof(records))));
        rows.ForEach(row => CheckKey(shape.GeneratesKeys ? row[shape.Key] ?? Activator.CreateInstance(shape.KeyType) : row[shape.Key] ?? throw new ArgumentException("a key is null", nameof(records)), nameof(records)));
        foreach (var vector in shape.Vectors.Values)
        {
            var embeddings = vector.IsNative
                ? null
                : await ReferenceEmbeddings.GenerateAsync(rows.Select(row => row[vector.Name]).OfType<object>(), vector, cancellationToken);
            foreach (var row in rows.Where(row => row[vector.Name] is not null))
            {
                row[vector.Name] = Checked(embeddings?[row[vector.Name]!] ?? row[vector.Name]!, vector, nameof(records));
            }
        }

        await Call(
            "upsert",
            () => Rows(table =>
            {
                for (var i = 0; i < rows.Count; i++)
                {
                    rows[i][shape.Key] = shape.GeneratesKeys ? Generated(rows[i][shape.Key], table) : rows[i][shape.Key];
                    if (!IsLost(rows[i][shape.Key]!))
                    {
                        table[rows[i][shape.Key]!] = rows[i];
                    }

                    shape.WriteKey(given[i], rows[i][shape.Key]!);
                }

                return true;
            }),
            cancellationToken);
    }

    public override async IAsyncEnumerable<VectorSearchResult<TRecord>> SearchAsync<TInput>(
        TInput searchValue, int top, VectorSearchOptions<TRecord>? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(searchValue);
        ArgumentOutOfRangeException.ThrowIfLessThan(top, 1);
        CheckVectors(options?.IncludeVectors);
        var property = Property(options?.VectorProperty);
        var vector = shape.Vectors[property];
        var made = ReferenceMath.Doubles(searchValue) is null ? await ReferenceEmbeddings.GenerateAsync([searchValue], vector, cancellationToken) : null;
        var query = ReferenceMath.Doubles(Checked(made?[searchValue] ?? searchValue, vector, nameof(searchValue)))!;
        var sign = ReferenceMath.HigherIsBetter(vector.DistanceFunction) ? 1 : -1;
        var found = await Call(
            "search",
            () => Rows(rows => Matching(rows, options?.Filter)
                .Where(r => r.GetValueOrDefault(property) is not null)
                .Select(r => (Row: r, Score: ReferenceMath.Score(vector.DistanceFunction, query, ReferenceMath.Doubles(r[property]!)!)))
                .OrderByDescending(r => sign * r.Score)
                .Where(r => options?.ScoreThreshold is not { } threshold || sign * r.Score >= sign * threshold)
                .Skip(options?.Skip ?? 0)
                .Take(top)
                .Select(r => new VectorSearchResult<TRecord>(Out(r.Row, options?.IncludeVectors ?? false), r.Score))
                .ToList()),
            cancellationToken);
        foreach (var result in found)
        {
            yield return result;
        }
    }

    public async IAsyncEnumerable<VectorSearchResult<TRecord>> FullTextSearchAsync(
        string words, int top, VectorSearchOptions<TRecord>? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var wanted = words.Split(s_blank, StringSplitOptions.RemoveEmptyEntries);
        var found = await Call(
            "full text",
            () => Rows(rows => Matching(rows, options?.Filter)
                .Select(r => (Row: r, Score: (double)shape.FullText.Sum(p => wanted.Count(w => (r[p] as string ?? "").Split(' ').Contains(w)))))
                .Where(r => r.Score > 0)
                .OrderByDescending(r => r.Score)
                .Skip(options?.Skip ?? 0)
                .Take(top)
                .Select(r => new VectorSearchResult<TRecord>(Out(r.Row, false), r.Score))
                .ToList()),
            cancellationToken);
        foreach (var result in found)
        {
            yield return result;
        }
    }

    public override object? GetService(Type serviceType, object? serviceKey = null) => serviceType.IsInstanceOfType(this) ? this : null;

    private static string NameOf(Expression<Func<TRecord, object?>> selector) => (selector.Body is UnaryExpression convert ? convert.Operand : selector.Body) switch
    {
        MemberExpression member => member.Member.Name,
        MethodCallExpression { Arguments: [var key] } => Expression.Lambda<Func<string>>(key).Compile()(),
        _ => throw new InvalidOperationException("not a property"),
    };

    private static object Checked(object value, ReferenceVector property, string parameter)
        => ReferenceMath.Doubles(value) is { } numbers && numbers.Length == property.Dimensions && numbers.All(double.IsFinite)
            ? Copy(value)
            : throw new ArgumentException($"'{property.Name}' takes {property.Dimensions} finite numbers", parameter);

    private static object Copy(object value) => value switch
    {
        ReadOnlyMemory<float> memory => new ReadOnlyMemory<float>(memory.ToArray()),
        Array array => array.Clone(),
        _ => value,
    };

    private static object Generated(object? key, Dictionary<object, Dictionary<string, object?>> table) => key switch
    {
        Guid id when id == Guid.Empty => Guid.CreateVersion7(DateTimeOffset.UnixEpoch.AddDays(table.Count)),
        0 => table.Keys.Cast<int>().DefaultIfEmpty().Max() + 1,
        0L => table.Keys.Cast<long>().DefaultIfEmpty().Max() + 1,
        _ => key!,
    };

    private string Property(Expression<Func<TRecord, object?>>? selector)
    {
        var name = selector is null ? null : NameOf(selector);
        return name is null && shape.Vectors.Count != 1 ? throw new InvalidOperationException("there is not exactly one vector property")
            : name is null || shape.Vectors.ContainsKey(name) ? name ?? shape.Vectors.Keys.Single()
            : throw new InvalidOperationException($"there is no vector property '{name}'");
    }

    private void CheckKey(object? key, string parameter)
    {
        ArgumentNullException.ThrowIfNull(key, parameter);
        if (key.GetType() != shape.KeyType)
        {
            throw new ArgumentException($"a key is a {key.GetType().Name} and no {shape.KeyType.Name}", parameter);
        }
    }

    private void CheckVectors(bool? include)
    {
        if (include == true && shape.Vectors.Values.Any(vector => !vector.IsNative))
        {
            throw new NotSupportedException("When an embedding generator is configured, `Include Vectors` cannot be enabled.");
        }
    }

    private List<Dictionary<string, object?>> Matching(Dictionary<object, Dictionary<string, object?>> rows, Expression<Func<TRecord, bool>>? filter)
    {
        var predicate = filter is null ? null : ((Expression<Func<TRecord, bool>>)new ObjectEquality(shape.All).Visit(filter)).Compile();
        return rows.Values.Where(r => predicate is null || predicate(shape.Write<TRecord>(r, includeVectors: true))).ToList();
    }

    private TRecord Out(Dictionary<string, object?> row, bool includeVectors)
    {
        var copy = row.ToDictionary(p => p.Key, p => p.Value is null ? null : Copy(p.Value));
        return shape.Write<TRecord>(copy, includeVectors);
    }

    private bool IsLost(object key) => store.Faults.Loses?.Invoke(key) == true;

    private T Rows<T>(Func<Dictionary<object, Dictionary<string, object?>>, T> use)
    {
        var table = store.Find(name) ?? throw new VectorStoreException($"collection '{name}' does not exist");
        lock (table.Lock)
        {
            return use(table.Rows);
        }
    }

    private async Task<T> Call<T>(string call, Func<T> effect, CancellationToken cancellationToken)
    {
        await Task.Yield();
        cancellationToken.ThrowIfCancellationRequested();
        store.Faults.Step("before " + call);
        cancellationToken.ThrowIfCancellationRequested();
        var result = effect();
        store.Faults.Step("after " + call);
        return result;
    }
}
