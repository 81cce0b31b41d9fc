using System.Linq.Expressions;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.VectorData;

namespace Reminisce.VectorData;

public partial class ReminisceCollection<TKey, TRecord>
{
    /// <inheritdoc/>
    public override async Task<TRecord?> GetAsync(TKey key, RecordRetrievalOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(key);
        RefuseVectors(options?.IncludeVectors ?? false);
        await BindAsync(cancellationToken).ConfigureAwait(false);
        var found = await _context.Inner.ReadAsync([key], includeVectors: false, cancellationToken).ConfigureAwait(false);
        return found.TryGetValue(key, out var inner) ? _mapper.FromInner(inner) : null;
    }

    /// <inheritdoc/>
    public override IAsyncEnumerable<TRecord> GetAsync(IEnumerable<TKey> keys, RecordRetrievalOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(keys);
        RefuseVectors(options?.IncludeVectors ?? false);
        return GetManyAsync([.. keys.Cast<object>().Distinct()], cancellationToken);
    }

    /// <inheritdoc/>
    public override IAsyncEnumerable<TRecord> GetAsync(
        Expression<Func<TRecord, bool>> filter, int top, FilteredRecordRetrievalOptions<TRecord>? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentOutOfRangeException.ThrowIfLessThan(top, 1);
        RefuseVectors(options?.IncludeVectors ?? false);
        var inner = new FilteredRecordRetrievalOptions<Dictionary<string, object?>> { Skip = options?.Skip ?? 0, OrderBy = InnerOrder(options) };
        return GetFilteredAsync(FilterRewriter.Filter(filter, _context.Schema.Model)!, top, inner, cancellationToken);
    }

    private async IAsyncEnumerable<TRecord> GetManyAsync(List<object> keys, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await BindAsync(cancellationToken).ConfigureAwait(false);
        var found = await _context.Inner.ReadAsync(keys, includeVectors: false, cancellationToken).ConfigureAwait(false);
        foreach (var key in keys)
        {
            if (found.TryGetValue(key, out var inner))
            {
                yield return _mapper.FromInner(inner);
            }
        }
    }

    private async IAsyncEnumerable<TRecord> GetFilteredAsync(
        Expression<Func<Dictionary<string, object?>, bool>> filter,
        int top,
        FilteredRecordRetrievalOptions<Dictionary<string, object?>> options,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await BindAsync(cancellationToken).ConfigureAwait(false);
        await foreach (var inner in _context.Inner.FilterAsync(filter, top, options, cancellationToken).ConfigureAwait(false))
        {
            yield return _mapper.FromInner(inner);
        }
    }

    private Func<FilteredRecordRetrievalOptions<Dictionary<string, object?>>.OrderByDefinition, FilteredRecordRetrievalOptions<Dictionary<string, object?>>.OrderByDefinition>? InnerOrder(
        FilteredRecordRetrievalOptions<TRecord>? options)
    {
        if (options?.OrderBy is not { } orderBy)
        {
            return null;
        }

        var sorts = orderBy(new()).Values.Select(s => (_context.Schema.Model.GetDataOrKeyProperty(s.PropertySelector).ModelName, s.Ascending)).ToList();
        return definition =>
        {
            foreach (var (name, ascending) in sorts)
            {
                definition = ascending ? definition.Ascending(FilterRewriter.Selector(name)) : definition.Descending(FilterRewriter.Selector(name));
            }

            return definition;
        };
    }
}
