using Microsoft.Extensions.VectorData;

namespace Reminisce.VectorData;

public partial class ReminisceCollection<TKey, TRecord>
{
    /// <summary>Embeds the whole collection with another encoder, while the old vectors go on serving searches and writes.</summary>
    /// <remarks>
    /// <para>The new vectors are gathered beside the old ones; when all are there, one write of the store's own register makes them the
    /// collection. A call that was cancelled, failed or killed loses nothing: the next one goes on where it stopped. What is written
    /// through this store meanwhile is taken over. Afterwards this object refuses calls, and <paramref name="into"/> serves; its
    /// <c>EnsureCollectionExistsAsync</c> removes the old vectors.</para>
    /// <para>Content is not stored in a collection, so the caller gives it: from the record's own data, or from where it came from.</para>
    /// </remarks>
    /// <param name="into">The same collection of the same inner store, opened with the new encoder.</param>
    /// <param name="restore">Gives a record with its content filled in, or <see langword="null"/> when the content is gone.</param>
    /// <param name="options">Batch size, progress, and what becomes of records without content.</param>
    /// <param name="cancellationToken">Stops between batches; what was embedded stays for the next call.</param>
    /// <returns>What was done.</returns>
    /// <exception cref="ArgumentException"><paramref name="into"/> is another collection, or has the same encoder.</exception>
    /// <exception cref="VectorStoreException">Content is missing or cannot be encoded, or a store failed; the old vectors serve on.</exception>
    public async Task<ReembedReport> ReembedAsync(
        ReminisceCollection<TKey, TRecord> into,
        Func<TRecord, CancellationToken, ValueTask<TRecord?>> restore,
        ReembedOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(into);
        ArgumentNullException.ThrowIfNull(restore);
        options ??= new ReembedOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.BatchSize, 1, nameof(options));
        if (into.Name != Name || into._context.Schema.Fingerprint == _context.Schema.Fingerprint)
        {
            throw new ArgumentException($"Expected the collection '{Name}' opened with another encoder than '{_context.Schema.Fingerprint}'; got '{into.Name}' with '{into._context.Schema.Fingerprint}'.", nameof(into));
        }

        await BindAsync(cancellationToken).ConfigureAwait(false);
        return await new Reembedding<TKey, TRecord>(_context, into._context, _mapper, into.Pending, restore, options).RunAsync(cancellationToken).ConfigureAwait(false);
    }
}
