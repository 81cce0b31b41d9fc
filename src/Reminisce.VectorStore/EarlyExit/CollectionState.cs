using System.Collections.Concurrent;

namespace Reminisce.VectorData;

/// <summary>What all collection objects of one name share within a store: locks, unfinished work, and what was checked and learned.</summary>
/// <remarks>Safe for concurrent calls.</remarks>
internal sealed class CollectionState(int recentlyRefined)
{
    // A count by reading is repeated when this share of the records may have changed since.
    private const double CountDrift = 0.1;

    private readonly ConcurrentDictionary<string, ExitStatistics> _statistics = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, VectorSample> _samples = new(StringComparer.Ordinal);
    private volatile CollectionBinding? _bound;
    private volatile ConcurrentDictionary<object, bool>? _changes;
    private volatile Counted? _counted;

    public KeyLocks Locks { get; } = new();

    public RefinementTable Refinements { get; } = new(recentlyRefined);

    public AnsweredQueries Answered { get; } = new(ReminisceConstants.AnsweredCandidates);

    /// <summary>Gets what finishing from an activation costs.</summary>
    public RefinementCost Cost { get; } = new();

    /// <summary>Gets what finishing from the content costs, finding it included.</summary>
    public RefinementCost SourceCost { get; } = new();

    /// <summary>Gets the lock held while the collection is created, checked or deleted.</summary>
    public SemaphoreSlim SchemaLock { get; } = new(1, 1);

    /// <summary>Gets or sets what the stored collection was found to be, or <see langword="null"/> when not checked yet.</summary>
    public CollectionBinding? Bound
    {
        get => _bound;
        set => _bound = value;
    }

    /// <summary>Gets or sets the keys of records that change while the collection is embedded anew; <see langword="null"/> at other times.</summary>
    public ConcurrentDictionary<object, bool>? Changes
    {
        get => _changes;
        set => _changes = value;
    }

    /// <summary>Notes keys whose records may have changed, while their locks are still held.</summary>
    public void NoteChanges(IReadOnlyCollection<object> keys)
    {
        Answered.NoteChanges(keys);
        if (_changes is { } changes)
        {
            foreach (var key in keys)
            {
                changes[key] = true;
            }
        }
    }

    /// <summary>Gets what was learned about the exit that has a vector column.</summary>
    public ExitStatistics StatisticsOf(string column) => _statistics.GetOrAdd(column, static _ => new ExitStatistics());

    /// <summary>Gets the sample of the vectors in a column.</summary>
    public VectorSample SampleOf(string column) => _samples.GetOrAdd(column, static name => new VectorSample(name.Length));

    /// <summary>Notes that a vector is about to be written to a column.</summary>
    public void NoteWrite(string column, ReadOnlyMemory<float> vector)
    {
        StatisticsOf(column).NoteWrite();
        if (_samples.TryGetValue(column, out var sample) && sample.IsLoaded)
        {
            sample.Offer(vector);
        }
    }

    /// <summary>Notes that vectors were written to columns.</summary>
    public void NoteWritten(IEnumerable<string> columns)
    {
        foreach (var column in columns)
        {
            StatisticsOf(column).NoteWritten();
        }
    }

    /// <summary>Forgets what was learned, when the collection is deleted.</summary>
    public void Forget()
    {
        _statistics.Clear();
        _samples.Clear();
        Answered.Clear();
        _counted = null;
    }

    /// <summary>Counts the records of a store that cannot count: by reading, and again only after many writes.</summary>
    public async Task<long> CountAsync(InnerCollection inner, CancellationToken cancellationToken)
    {
        var writes = _statistics.Values.Sum(s => s.Writes);
        if (_counted is { } known && writes - known.Writes <= CountDrift * known.Count)
        {
            return known.Count;
        }

        long count = 0;
        await foreach (var _ in inner.FilterAsync(r => true, int.MaxValue, null, cancellationToken).ConfigureAwait(false))
        {
            count++;
        }

        _counted = new Counted(count, writes);
        return count;
    }

    private sealed record Counted(long Count, long Writes);
}
