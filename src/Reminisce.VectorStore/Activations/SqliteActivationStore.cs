using Microsoft.Data.Sqlite;

namespace Reminisce.VectorData;

/// <summary>Keeps activations in an SQLite file of their own, within a budget of bytes.</summary>
/// <remarks>
/// Safe for concurrent calls; one connection, one call at a time. The file is a cache: deleting it, or losing its last writes in
/// a power failure, loses no memory. Removed bytes are overwritten in the file. A damaged file is replaced by an empty one, a
/// damaged entry counts as lost. Past the budget those go first that are least likely to be asked for again, by the power law of
/// when and how often they were stored and read: an item that was a candidate lately and was not finished may well be one again.
/// </remarks>
public sealed class SqliteActivationStore : IActivationStore, IActivationSizes, IPrefixRemoval, IDisposable
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly string _path;
    private readonly long _byteBudget;
    private readonly TimeProvider _clock;
    private ActivationTable? _table;
    private bool _disposed;

    /// <summary>Opens the file, creating it when it is missing.</summary>
    /// <param name="options">Where and how many.</param>
    /// <exception cref="ArgumentException">The path is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The budget is negative.</exception>
    /// <exception cref="IOException">The file cannot be opened or written.</exception>
    public SqliteActivationStore(SqliteActivationStoreOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentException.ThrowIfNullOrEmpty(options.Path);
        ArgumentOutOfRangeException.ThrowIfNegative(options.ByteBudget);
        _byteBudget = options.ByteBudget;
        ArgumentNullException.ThrowIfNull(options.TimeProvider);
        _path = options.Path;
        _clock = options.TimeProvider;
        try
        {
            _table = Open();
        }
        catch (SqliteException error)
        {
            throw new IOException($"The activation file '{_path}' cannot be opened: {error.Message} Check that its folder exists and can be written.", error);
        }
    }

    /// <inheritdoc/>
    public async ValueTask PutAsync(IReadOnlyList<KeyValuePair<string, Activation>> entries, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(entries);
        await RunAsync(
            table =>
            {
                table.Put(entries, _byteBudget);
                return true;
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyDictionary<string, Activation>> GetAsync(IReadOnlyCollection<string> keys, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(keys);
        return await RunAsync(table => table.Get(keys), cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask RemoveAsync(IReadOnlyCollection<string> keys, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(keys);
        await RunAsync(
            table =>
            {
                table.Remove(keys);
                return true;
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask RemoveByPrefixAsync(string prefix, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(prefix);
        await RunAsync(
            table =>
            {
                table.RemoveByPrefix(prefix);
                return true;
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask<long> GetSizeAsync(CancellationToken cancellationToken = default) =>
        await RunAsync(table => table.Size, cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyDictionary<string, long>> GetSizesAsync(IReadOnlyCollection<string> keys, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(keys);
        return await RunAsync(table => table.Sizes(keys), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Moves what was written from the log into the file, so that removed bytes are gone from both, and shrinks a file that is mostly empty.</summary>
    /// <param name="cancellationToken">Cancels before the call begins.</param>
    /// <returns>A task that ends when the log is empty.</returns>
    public async ValueTask CheckpointAsync(CancellationToken cancellationToken = default) => await RunAsync(
        table =>
        {
            table.Checkpoint();
            return true;
        },
        cancellationToken).ConfigureAwait(false);

    /// <summary>Takes every byte of removed and replaced activations off the disk: the file is written anew and closed until the next call needs it.</summary>
    /// <param name="cancellationToken">Cancels before the call begins.</param>
    /// <returns>A task that ends when there is one file, without a log, that holds what is kept and nothing else.</returns>
    /// <remarks>Takes about as long as copying the file and as much free space again; other calls wait.</remarks>
    public async ValueTask ScrubAsync(CancellationToken cancellationToken = default) => await RunAsync(
        table =>
        {
            table.Rewrite();
            table.Dispose();
            _table = null;
            return true;
        },
        cancellationToken).ConfigureAwait(false);

    /// <summary>Closes the file.</summary>
    public void Dispose()
    {
        if (!_disposed)
        {
            _disposed = true;
            _table?.Dispose();
        }
    }

    private ActivationTable Open()
    {
        try
        {
            return new ActivationTable(_path, _clock);
        }
        catch (SqliteException error) when (ActivationTable.IsDamage(error))
        {
            ActivationTable.DeleteFiles(_path);
            return new ActivationTable(_path, _clock);
        }
    }

    private async Task<T> RunAsync<T>(Func<ActivationTable, T> call, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            try
            {
                return call(_table ??= Open());
            }
            catch (SqliteException error) when (ActivationTable.IsDamage(error))
            {
                // Damage found while in use: the cache starts empty, which costs encoder work and nothing else.
                _table?.Dispose();
                ActivationTable.DeleteFiles(_path);
                _table = new ActivationTable(_path, _clock);
                return call(_table);
            }
        }
        finally
        {
            _gate.Release();
        }
    }
}
