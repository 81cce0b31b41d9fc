using System.Linq.Expressions;
using Microsoft.Extensions.VectorData;

namespace Reminisce.VectorData;

/// <summary>Counting and deleting by filter over the user's records; deleting frees activations as well.</summary>
/// <remarks>Deletes in batches: after a failure some may be deleted, and the call can be repeated.</remarks>
internal sealed class ReminisceFilteredOperations<TRecord>(
    IFilteredOperations<Dictionary<string, object?>>? inner, CollectionContext context, Func<CancellationToken, Task> bind) : IFilteredOperations<TRecord>
    where TRecord : class
{
    private const int Batch = 500;

    public async Task<long> CountAsync(Expression<Func<TRecord, bool>>? filter = null, CancellationToken cancellationToken = default)
    {
        var rewritten = FilterRewriter.Filter(filter, context.Schema.Model);
        await bind(cancellationToken).ConfigureAwait(false);
        return await CountInnerAsync(rewritten, cancellationToken).ConfigureAwait(false);
    }

    public async Task<long> DeleteAsync(Expression<Func<TRecord, bool>> filter, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var rewritten = FilterRewriter.Filter(filter, context.Schema.Model)!;
        await bind(cancellationToken).ConfigureAwait(false);
        long deleted = 0;
        while (true)
        {
            var keys = new List<object>(Batch);
            await foreach (var record in context.Inner.FilterAsync(rewritten, Batch, null, cancellationToken).ConfigureAwait(false))
            {
                keys.Add(record[context.Schema.KeyName]!);
            }

            if (keys.Count == 0)
            {
                return deleted;
            }

            await EarlyExitWriter.DeleteAsync(context, keys, cancellationToken).ConfigureAwait(false);
            deleted += keys.Count;
        }
    }

    /// <summary>Counts inner records, by the inner store where it can count.</summary>
    public async Task<long> CountInnerAsync(Expression<Func<Dictionary<string, object?>, bool>>? filter, CancellationToken cancellationToken)
    {
        if (inner is not null)
        {
            return await context.Inner.GuardAsync("Count", () => inner.CountAsync(filter, cancellationToken), cancellationToken).ConfigureAwait(false);
        }

        long count = 0;
        await foreach (var _ in context.Inner.FilterAsync(filter ?? (r => true), int.MaxValue, null, cancellationToken).ConfigureAwait(false))
        {
            count++;
        }

        return count;
    }
}
