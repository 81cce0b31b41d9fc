using System.Collections.Concurrent;
using Microsoft.Extensions.VectorData;

namespace Reminisce.VectorData;

/// <summary>Copies a collection into its next generation with other encoders, follows what changes meanwhile, and goes over to it.</summary>
internal sealed class Reembedding<TKey, TRecord>
    where TKey : notnull
    where TRecord : class
{
    private readonly CollectionContext _old;
    private readonly CollectionContext _new;
    private readonly EarlyExitMapper<TRecord> _mapper;
    private readonly Func<IEnumerable<TRecord>, List<PendingRecord>> _pending;
    private readonly Func<TRecord, CancellationToken, ValueTask<TRecord?>> _restore;
    private readonly ReembedOptions _options;
    private readonly CollectionBinding _binding;
    private long _embedded;
    private long _kept;
    private long _without;

    public Reembedding(
        CollectionContext old,
        CollectionContext target,
        EarlyExitMapper<TRecord> mapper,
        Func<IEnumerable<TRecord>, List<PendingRecord>> pending,
        Func<TRecord, CancellationToken, ValueTask<TRecord?>> restore,
        ReembedOptions options)
    {
        (_old, _mapper, _pending, _restore, _options) = (old, mapper, pending, restore, options);
        _binding = new CollectionBinding(target.Schema.Fingerprint, old.State.Bound!.Generation + 1);
        var inner = target.Inner.At(_binding.Generation);
        _new = target with
        {
            Inner = inner,
            Activations = new ActivationCache(target.Options.ActivationStore, () => inner.PhysicalName),
            State = new CollectionState(1) { Bound = _binding },
        };
    }

    public async Task<ReembedReport> RunAsync(CancellationToken cancellationToken)
    {
        var changes = new ConcurrentDictionary<object, bool>();
        if (_old.State.Changes is not null)
        {
            throw new InvalidOperationException($"The collection '{_old.Name}' is being embedded anew already; wait for that call to end.");
        }

        _old.State.Changes = changes;
        try
        {
            await PrepareAsync(cancellationToken).ConfigureAwait(false);
            var keys = await KeysAsync(_old, cancellationToken).ConfigureAwait(false);
            for (var done = 0; done < keys.Count; done += _options.BatchSize)
            {
                await CopyAsync(keys.GetRange(done, Math.Min(_options.BatchSize, keys.Count - done)), cancellationToken).ConfigureAwait(false);
                _options.Progress?.Report(new ReembedProgress(Math.Min(done + _options.BatchSize, keys.Count), keys.Count));
            }

            // Records that were deleted between an earlier call and this one.
            await DeleteAsync((await KeysAsync(_new, cancellationToken).ConfigureAwait(false)).Except(keys), cancellationToken).ConfigureAwait(false);
            await FollowAsync(changes, cancellationToken).ConfigureAwait(false);
            using var alone = await _old.State.Locks.AcquireAllAsync(cancellationToken).ConfigureAwait(false);
            await FollowAsync(changes, cancellationToken).ConfigureAwait(false);

            // From here on the new vectors are the collection.
            await _old.Registry.WriteAsync(_old.Name, _binding, CancellationToken.None).ConfigureAwait(false);
            _old.State.Bound = null;
            _old.State.Forget();
            await _old.Registry.RemoveAsync(_new.Inner.PhysicalName, CancellationToken.None).ConfigureAwait(false);
            return new ReembedReport(_embedded, _kept, _without);
        }
        finally
        {
            _old.State.Changes = null;
        }
    }

    /// <summary>Makes the next generation, or finds the one of an earlier call; one of another encoder is begun anew.</summary>
    private async Task PrepareAsync(CancellationToken cancellationToken)
    {
        var name = _new.Inner.PhysicalName;
        var begun = await _old.Registry.FindAsync(name, cancellationToken).ConfigureAwait(false);
        if (begun?.Fingerprint != _binding.Fingerprint)
        {
            await _new.Activations.ClearAsync(cancellationToken).ConfigureAwait(false);
            await _new.Inner.DropAsync(cancellationToken).ConfigureAwait(false);
            await _old.Registry.WriteAsync(name, _binding with { Generation = 0 }, cancellationToken).ConfigureAwait(false);
        }

        await _new.Inner.CreateAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Takes over what was written since, until nothing is left; under the lock of all writers one round is enough.</summary>
    private async Task FollowAsync(ConcurrentDictionary<object, bool> changes, CancellationToken cancellationToken)
    {
        while (!changes.IsEmpty)
        {
            var batch = changes.Keys.Take(_options.BatchSize).ToList();
            foreach (var key in batch)
            {
                changes.TryRemove(key, out _);
            }

            await CopyAsync(batch, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task CopyAsync(List<object> keys, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var from = await _old.Inner.ReadAsync(keys, _new.Schema.PlainVectors.Count > 0, cancellationToken).ConfigureAwait(false);
        var there = await _new.Inner.ReadAsync(keys, includeVectors: true, cancellationToken).ConfigureAwait(false);
        await DeleteAsync(there.Keys.Except(from.Keys), cancellationToken).ConfigureAwait(false);
        var fresh = new List<TRecord>();
        var data = new List<Dictionary<string, object?>>();
        foreach (var (key, record) in from)
        {
            if (there.TryGetValue(key, out var copy) && HasSameContent(record, copy))
            {
                _kept++;
                if (!HasSameData(record, copy))
                {
                    CopyData(record, copy);
                    data.Add(copy);
                }
            }
            else if (IsReleased(record))
            {
                data.Add(WithoutVectors(record));
            }
            else if (await _restore(_mapper.FromInner(record), cancellationToken).ConfigureAwait(false) is { } restored)
            {
                fresh.Add(Equals(_mapper.Key(restored), key) ? restored : throw new ArgumentException($"The record '{key}' came back with the key '{_mapper.Key(restored)}'; restore may change content only."));
            }
            else
            {
                data.Add(WithoutContent(record, $"The content of record '{key}' is gone.", null));
            }
        }

        data.AddRange(await EmbedAsync(fresh, from, cancellationToken).ConfigureAwait(false));
        await _new.StoreAsync(data, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Embeds and stores records; gives those that cannot be encoded, without vectors.</summary>
    private async Task<List<Dictionary<string, object?>>> EmbedAsync(
        List<TRecord> records, Dictionary<object, Dictionary<string, object?>> from, CancellationToken cancellationToken)
    {
        var pending = _pending(records);
        foreach (var record in pending)
        {
            CopyData(from[record.Key], record.Inner);
        }

        await EarlyExitBatch.EncodeAsync(_new, pending, reuse: false, null, cancellationToken).ConfigureAwait(false);
        var failed = pending.FindAll(r => r.Error is not null)
            .ConvertAll(r => WithoutContent(from[r.Key], $"Record '{r.Key}' cannot be encoded: {r.Error!.Message}", r.Error));
        var sound = pending.FindAll(r => r.Error is null);
        await EarlyExitWriter.UpsertAsync(_new, sound, cancellationToken).ConfigureAwait(false);
        _embedded += sound.Count;
        return failed;
    }

    private Task DeleteAsync(IEnumerable<object> keys, CancellationToken cancellationToken) =>
        keys.ToList() is { Count: > 0 } gone ? EarlyExitWriter.DeleteAsync(_new, gone, cancellationToken) : Task.CompletedTask;

    private Dictionary<string, object?> WithoutContent(Dictionary<string, object?> record, string why, Exception? error)
    {
        _without++;
        return _options.AllowMissingContent
            ? WithoutVectors(record)
            : throw StoreFault.Wrap(error, _old.Name, "Reembed", $"{why} The collection '{_old.Name}' keeps its old vectors; set AllowMissingContent to take such records over without a vector.");
    }

    private Dictionary<string, object?> WithoutVectors(Dictionary<string, object?> record)
    {
        var copy = new Dictionary<string, object?>(StringComparer.Ordinal) { [_new.Schema.KeyName] = record[_old.Schema.KeyName] };
        CopyData(record, copy);
        foreach (var property in _new.Schema.EarlyExits)
        {
            property.Clear(copy);
            copy[property.SourceColumn] = OldStamp(property, record) is { } stamp ? new EncodingStamp(property.Encoder.Fingerprint, stamp.ContentHash).ToString() : null;
        }

        return copy;
    }

    private void CopyData(Dictionary<string, object?> from, Dictionary<string, object?> to)
    {
        foreach (var data in _new.Schema.Model.DataProperties)
        {
            to[data.ModelName] = from.GetValueOrDefault(data.ModelName);
        }

        foreach (var plain in _new.Schema.PlainVectors)
        {
            to[plain.ModelName] = VectorValue.Read(from.GetValueOrDefault(plain.ModelName));
        }
    }

    private bool HasSameData(Dictionary<string, object?> left, Dictionary<string, object?> right) =>
        _new.Schema.PlainVectors.Count == 0
        && _new.Schema.Model.DataProperties.All(d => ValueEquality.AreEqual(left.GetValueOrDefault(d.ModelName), right.GetValueOrDefault(d.ModelName)));

    private bool HasSameContent(Dictionary<string, object?> record, Dictionary<string, object?> copy) => _new.Schema.EarlyExits.All(p =>
        p.StampOf(copy) is { } stamp
        && stamp.Fingerprint == p.Encoder.Fingerprint
        && stamp.ContentHash == OldStamp(p, record)?.ContentHash
        && p.ExitOf(copy) is null == IsReleased(record));

    private EncodingStamp? OldStamp(EarlyExitProperty property, Dictionary<string, object?> record) =>
        _old.Schema.EarlyExits.FirstOrDefault(e => e.Name == property.Name)?.StampOf(record);

    /// <summary>Tells whether a record was stored without vectors on purpose.</summary>
    private bool IsReleased(Dictionary<string, object?> record) => _old.Schema.EarlyExits.All(e => e.ExitOf(record) is null);

    private static async Task<List<object>> KeysAsync(CollectionContext context, CancellationToken cancellationToken)
    {
        var keys = new List<object>();
        await foreach (var record in context.Inner.FilterAsync(r => true, int.MaxValue, null, cancellationToken).ConfigureAwait(false))
        {
            keys.Add(record[context.Schema.KeyName]!);
        }

        return keys;
    }
}
