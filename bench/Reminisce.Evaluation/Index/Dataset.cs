namespace Reminisce.Evaluation;

/// <summary>The rows as they should be in the store now: the rivals' data, and what answers are judged by.</summary>
/// <remarks>A row's id is its slot plus a multiple of the number of rows: replacing a row keeps its slot and bucket and changes its id.</remarks>
internal sealed class Dataset
{
    private readonly long[] _ids;
    private readonly int[] _slotOfBucket;

    public Dataset(IndexOptions options, int rows)
    {
        Rows = rows;
        Source = VectorSource.Create(options.Distribution, options.Seed, rows, options.Dimensions);
        Queries = [.. Enumerable.Range(0, options.Queries).Select(Source.Query)];
        _ids = [.. Enumerable.Range(0, rows).Select(slot => (long)slot)];
        _slotOfBucket = [.. Enumerable.Range(0, rows)];
        new Random(options.Seed).Shuffle(_slotOfBucket);
        Buckets = new int[rows];
        for (var bucket = 0; bucket < rows; bucket++)
        {
            Buckets[_slotOfBucket[bucket]] = bucket;
        }

        Vectors = new float[rows * Dimensions];
        Parallel.For(0, rows, slot => Source.Row(slot, Span(slot)));
    }

    public int Rows { get; }

    public int Dimensions => Source.Dimensions;

    public VectorSource Source { get; }

    public IReadOnlyList<float[]> Queries { get; }

    /// <summary>The bucket of each slot.</summary>
    public int[] Buckets { get; }

    /// <summary>All vectors one after another; empty after <see cref="Release"/>.</summary>
    public float[] Vectors { get; private set; }

    public ReadOnlySpan<int> SlotsOf(BucketRange range) => _slotOfBucket.AsSpan(range.From, range.Width);

    public long Id(int slot) => _ids[slot];

    /// <summary>The slot of a row, or -1 where there is no such row now.</summary>
    public int SlotOf(long id)
    {
        var slot = (int)(id % Rows);
        return id >= 0 && _ids[slot] == id ? slot : -1;
    }

    public Span<float> Span(int slot) => Vectors.AsSpan(slot * Dimensions, Dimensions);

    public IndexRow Record(int slot) => new()
    {
        Id = _ids[slot],
        Bucket = Buckets[slot],
        Text = Text(_ids[slot]),
        Vector = Vectors.AsMemory(slot * Dimensions, Dimensions),
    };

    public static string Text(long id) => $"Note {id:D12} of the suite index";

    /// <summary>Puts a new row into the slot.</summary>
    public void Replace(int slot)
    {
        _ids[slot] += Rows;
        Source.Row(_ids[slot], Span(slot));
    }

    /// <summary>Gives the vectors back, so that only the store's memory is left to be measured.</summary>
    public void Release() => Vectors = [];
}
