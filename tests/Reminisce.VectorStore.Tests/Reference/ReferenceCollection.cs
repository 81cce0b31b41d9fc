using System.Linq.Expressions;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
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

    public override async Task<TRecord?> GetAsync(TKey key, RecordRetrievalOptions? options = null, CancellationToken cancellationToken = default) =>
        (await Call("get", () => Rows(rows => rows.TryGetValue(key, out var row) ? Out(row, options?.IncludeVectors ?? false) : null), cancellationToken));

    public override async IAsyncEnumerable<TRecord> GetAsync(
        IEnumerable<TKey> keys, RecordRetrievalOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var found = await Call(
            "get", () => Rows(rows => keys.Where(k => rows.ContainsKey(k)).Select(k => Out(rows[k], options?.IncludeVectors ?? false)).ToList()), cancellationToken);
        foreach (var record in found)
        {
            yield return record;
        }
    }

    public override async IAsyncEnumerable<TRecord> GetAsync(
        Expression<Func<TRecord, bool>> filter, int top, FilteredRecordRetrievalOptions<TRecord>? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var matches = await Call("filter", () => Rows(rows => Matching(rows, filter).Select(r => Out(r, options?.IncludeVectors ?? false)).ToList()), cancellationToken);
        IOrderedEnumerable<TRecord>? ordered = null;
        foreach (var sort in options?.OrderBy?.Invoke(new()).Values ?? [])
        {
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

    public override Task DeleteAsync(TKey key, CancellationToken cancellationToken = default) => DeleteAsync([key], cancellationToken);

    public override Task DeleteAsync(IEnumerable<TKey> keys, CancellationToken cancellationToken = default) => Call(
        "delete", () => Rows(rows => keys.ToList().ConvertAll(k => rows.Remove(k))), cancellationToken);

    public override Task UpsertAsync(TRecord record, CancellationToken cancellationToken = default) => UpsertAsync([record], cancellationToken);

    public override async Task UpsertAsync(IEnumerable<TRecord> records, CancellationToken cancellationToken = default)
    {
        var rows = new List<Dictionary<string, object?>>();
        foreach (var record in records)
        {
            var row = shape.Read(record);
            foreach (var (vector, generator) in shape.Vectors)
            {
                row[vector] = row[vector] is null ? (object?)null : await VectorAsync(row[vector]!, generator, cancellationToken);
            }

            rows.Add(row);
        }

        await Call(
            "upsert",
            () => Rows(table =>
            {
                rows.ForEach(r => table[r[shape.Key]!] = r);
                return true;
            }),
            cancellationToken);
    }

    public override async IAsyncEnumerable<VectorSearchResult<TRecord>> SearchAsync<TInput>(
        TInput searchValue, int top, VectorSearchOptions<TRecord>? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var property = options?.VectorProperty is { } selector ? NameOf(selector) : shape.Vectors.Keys.Single();
        var query = await VectorAsync(searchValue, shape.Vectors[property], cancellationToken);
        var found = await Call(
            "search",
            () => Rows(rows => Matching(rows, options?.Filter)
                .Where(r => r[property] is not null)
                .Select(r => (Row: r, Score: (double)TensorPrimitives.CosineSimilarity(query.Span, ((ReadOnlyMemory<float>)r[property]!).Span)))
                .OrderByDescending(r => r.Score)
                .Where(r => r.Score >= (options?.ScoreThreshold ?? double.MinValue))
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
        MethodCallExpression { Arguments: [ConstantExpression { Value: string key }] } => key,
        _ => throw new InvalidOperationException("not a property"),
    };

    private static async Task<ReadOnlyMemory<float>> VectorAsync(object value, IEmbeddingGenerator? generator, CancellationToken cancellationToken) => value switch
    {
        ReadOnlyMemory<float> memory => memory.ToArray(),
        float[] array => array.ToArray(),
        string text when generator is IEmbeddingGenerator<string, Embedding<float>> words => await words.GenerateVectorAsync(text, cancellationToken: cancellationToken),
        _ => throw new NotSupportedException($"no vector can be made of a {value.GetType().Name}"),
    };

    private List<Dictionary<string, object?>> Matching(Dictionary<object, Dictionary<string, object?>> rows, Expression<Func<TRecord, bool>>? filter)
    {
        var predicate = filter is null ? null : ((Expression<Func<TRecord, bool>>)new ObjectEquality().Visit(filter)).Compile();
        return rows.Values.Where(r => predicate is null || predicate(shape.Write<TRecord>(r, includeVectors: false))).ToList();
    }

    private TRecord Out(Dictionary<string, object?> row, bool includeVectors)
    {
        var copy = row.ToDictionary(p => p.Key, p => p.Value is ReadOnlyMemory<float> vector ? new ReadOnlyMemory<float>(vector.ToArray()) : p.Value);
        return shape.Write<TRecord>(copy, includeVectors);
    }

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
