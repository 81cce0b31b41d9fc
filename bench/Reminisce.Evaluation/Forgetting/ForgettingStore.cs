using System.Text.Json;
using Reminisce.Memory;
using Reminisce.Memory.Storage;
using Reminisce.VectorData;

namespace Reminisce.Evaluation;

/// <summary>The product over a folder at a chosen time. Asking writes nothing, so that questions do not move the bytes.</summary>
internal sealed class ForgettingStore : IAsyncDisposable
{
    private readonly string _folder;
    private readonly UsearchVectorStore _inner;
    private readonly SqliteActivationStore _activations;
    private readonly ReminisceVectorStore _store;

    public ForgettingStore(string folder, IEarlyExitEncoder encoder, DateTimeOffset now)
    {
        var clock = new FixedClock(now);
        _folder = folder;
        _inner = new UsearchVectorStore(folder, new UsearchVectorStoreOptions { TimeProvider = clock });
        _activations = new SqliteActivationStore(new SqliteActivationStoreOptions { Path = Path.Combine(folder, SqliteActivationStoreOptions.FileName) });
        _store = new ReminisceVectorStore(_inner, new ReminisceVectorStoreOptions
        {
            EmbeddingGenerator = encoder.AsEmbeddingGenerator(),
            ActivationStore = _activations,
            TimeProvider = clock,
            WriteBack = WriteBackMode.None,
            LeaveOpen = true,
        });
        Index = new LongTermMemory(_store, encoder);
        Memory = new ReminisceMemory(Index, new MemoryOptions { TimeZone = TimeZoneInfo.Utc }, clock);
    }

    public LongTermMemory Index { get; }

    public ReminisceMemory Memory { get; }

    public Task<IReadOnlyList<MemoryRecord>> RecordsAsync(CancellationToken cancellationToken) =>
        Index.WhereAsync(static r => r.OccurredAt >= 0, int.MaxValue, newestFirst: false, cancellationToken);

    /// <summary>Gets the bytes of words, vectors and activations of every memory, in whatever tier.</summary>
    public async Task<IReadOnlyDictionary<Guid, MemoryBytes>> BytesAsync(CancellationToken cancellationToken)
    {
        var records = await RecordsAsync(cancellationToken);
        var sizes = await Index.GetSizesAsync([.. records.Select(r => r.Key)], cancellationToken);
        return records.ToDictionary(r => r.Key, r => MemoryBytes.Of(r, sizes[r.Key]));
    }

    /// <summary>Writes everything down that a sweep could change: records, vectors with their exits, sizes of activations.</summary>
    public async Task<string> DumpAsync(CancellationToken cancellationToken)
    {
        var records = (await RecordsAsync(cancellationToken)).OrderBy(r => r.Key).ToArray();
        Guid[] keys = [.. records.Select(r => r.Key)];
        var vectors = await Index.GetVectorsAsync(keys, finish: false, cancellationToken);
        var sizes = await Index.GetSizesAsync(keys, cancellationToken);
        return JsonSerializer.Serialize(records.Select(r => new { Record = r, vectors[r.Key].Space, Vector = vectors[r.Key].Vector.ToArray(), sizes[r.Key].ActivationBytes }));
    }

    /// <summary>Takes free pages out of the files and measures them.</summary>
    public async Task<long> FileBytesAsync(CancellationToken cancellationToken)
    {
        await _inner.ScrubAsync(cancellationToken);
        await _activations.ScrubAsync(cancellationToken);
        return Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories).Sum(f => new FileInfo(f).Length);
    }

    public async ValueTask DisposeAsync()
    {
        await Memory.DisposeAsync();
        await _store.DisposeAsync();
        _inner.Dispose();
        _activations.Dispose();
    }
}
