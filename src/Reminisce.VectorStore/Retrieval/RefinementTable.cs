namespace Reminisce.VectorData;

/// <summary>Items being finished and items finished lately, by activation key: each is finished once however many queries want it.</summary>
/// <remarks>
/// Safe for concurrent calls. Keys carry the content hash, so that an entry can never be stale. Finished entries stay until
/// <paramref name="capacity"/> newer ones came, which bridges the time until their upgrade is stored.
/// </remarks>
/// <param name="capacity">Finished entries kept.</param>
internal sealed class RefinementTable(int capacity)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private readonly Queue<Entry> _finished = new();

    /// <summary>Gets how many items are being finished or kept.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _entries.Count;
            }
        }
    }

    /// <summary>Claims an item for finishing, or returns the entry of whoever claimed it before.</summary>
    /// <returns>The entry, and whether the caller now has to finish or release it.</returns>
    public (Entry Entry, bool Claimed) Claim(string key)
    {
        lock (_lock)
        {
            if (_entries.TryGetValue(key, out var entry))
            {
                return (entry, false);
            }

            entry = new Entry(key);
            _entries.Add(key, entry);
            return (entry, true);
        }
    }

    /// <summary>Hands the finished item to all who wait; <see langword="null"/> says that it cannot be finished and is not kept.</summary>
    public void Finish(Entry entry, EncodedItem? item)
    {
        lock (_lock)
        {
            if (item is null)
            {
                Remove_NeedsLock(entry);
            }
            else
            {
                _finished.Enqueue(entry);
                while (_finished.Count > capacity)
                {
                    Remove_NeedsLock(_finished.Dequeue());
                }
            }
        }

        entry.Completion.TrySetResult(item);
    }

    /// <summary>Gives a claim back after a failure; those who wait try for themselves.</summary>
    public void Release(Entry entry)
    {
        lock (_lock)
        {
            Remove_NeedsLock(entry);
        }

        entry.Completion.TrySetCanceled();
    }

    /// <summary>Forgets items that were deleted or replaced.</summary>
    public void Forget(IEnumerable<string> keys)
    {
        lock (_lock)
        {
            foreach (var key in keys)
            {
                if (_entries.TryGetValue(key, out var entry) && entry.Completion.Task.IsCompleted)
                {
                    _entries.Remove(key);
                }
            }
        }
    }

    private void Remove_NeedsLock(Entry entry)
    {
        if (_entries.TryGetValue(entry.Key, out var current) && current == entry)
        {
            _entries.Remove(entry.Key);
        }
    }

    internal sealed class Entry(string key)
    {
        private int _writing;

        public string Key { get; } = key;

        /// <summary>Gets or sets the bytes of the activation it was finished from.</summary>
        public long Bytes { get; set; }

        /// <summary>Gets or sets whether its activation was made anew from its content.</summary>
        public bool IsFromSource { get; set; }

        public TaskCompletionSource<EncodedItem?> Completion { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>Takes on storing the upgrade; only one caller gets it.</summary>
        public bool TryBeginWrite() => Interlocked.CompareExchange(ref _writing, 1, 0) == 0;

        /// <summary>Lets a later query store the upgrade after this one could not.</summary>
        public void AbandonWrite() => Volatile.Write(ref _writing, 0);
    }
}
