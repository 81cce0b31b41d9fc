using System.Diagnostics;
using Reminisce.Memory;
using Reminisce.Memory.Storage;
using Reminisce.VectorData;

namespace Reminisce.Evaluation;

/// <summary>A memory that takes a day in, and what that cost.</summary>
internal sealed class IngestStore : IAsyncDisposable
{
    private readonly string _folder;
    private readonly UsearchVectorStore _inner;
    private readonly SqliteActivationStore _activations;
    private readonly ReminisceVectorStore _store;
    private readonly ReminisceMemory _memory;
    private readonly AddClock _adding;

    public IngestStore(string folder, IEarlyExitEncoder encoder, DateTimeOffset now, int? thumbnailSide = null)
    {
        var clock = new FixedClock(now);
        _folder = folder;
        _inner = new UsearchVectorStore(folder, new UsearchVectorStoreOptions { TimeProvider = clock });
        _activations = new SqliteActivationStore(new SqliteActivationStoreOptions { Path = Path.Combine(folder, SqliteActivationStoreOptions.FileName) });
        _store = new ReminisceVectorStore(_inner, new ReminisceVectorStoreOptions
        {
            EmbeddingGenerator = encoder.AsEmbeddingGenerator(), ActivationStore = _activations, TimeProvider = clock, LeaveOpen = true,
        });
        (var index, _adding) = AddClock.Around(new LongTermMemory(_store, encoder));
        _memory = new ReminisceMemory(index, thumbnailSide is { } side ? new MemoryOptions { TimeZone = TimeZoneInfo.Utc, ThumbnailSide = side } : new MemoryOptions { TimeZone = TimeZoneInfo.Utc }, clock);
    }

    public int Stored { get; private set; }

    public TimeSpan Elapsed { get; private set; }

    /// <summary>Gets the processor time of the whole process while this store took items in.</summary>
    public TimeSpan Processor { get; private set; }

    /// <summary>Gets what remembering took besides embedding and storing.</summary>
    public TimeSpan Overhead => Elapsed - _adding.Elapsed;

    /// <summary>Gets the processor time of that, which a busy machine does not lengthen.</summary>
    public TimeSpan OverheadProcessor => Processor - _adding.Processor;

    /// <exception cref="InvalidDataException">An input was not stored.</exception>
    public async Task TakeInAsync(IReadOnlyList<MemoryInput> inputs, CancellationToken cancellationToken)
    {
        var (processor, start) = (AddClock.Now, Stopwatch.GetTimestamp());
        var results = await _memory.RememberAsync(inputs, progress: null, cancellationToken);
        Elapsed += Stopwatch.GetElapsedTime(start);
        Processor += AddClock.Now - processor;
        if (results.FirstOrDefault(r => r.Outcome == RememberOutcome.Rejected) is { } rejected)
        {
            throw new InvalidDataException($"An item of the day cannot be remembered: {rejected.Reason}");
        }

        Stored += results.Count(r => r.Outcome == RememberOutcome.Stored);
    }

    /// <summary>Measures all files, free pages and logs taken out.</summary>
    public async Task<long> FileBytesAsync(CancellationToken cancellationToken)
    {
        await _inner.ScrubAsync(cancellationToken);
        await _activations.CheckpointAsync(cancellationToken);
        return Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories).Sum(f => new FileInfo(f).Length);
    }

    public async ValueTask DisposeAsync()
    {
        await _memory.DisposeAsync();
        await _store.DisposeAsync();
        _inner.Dispose();
        _activations.Dispose();
    }
}
