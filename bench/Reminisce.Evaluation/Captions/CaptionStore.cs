using Reminisce.VectorData;

namespace Reminisce.Evaluation;

/// <summary>The product's store, filled with the pictures of a split as they were encoded, and asked with its captions.</summary>
internal sealed class CaptionStore : IDisposable
{
    private const string Name = "pictures";
    private readonly IEarlyExitEncoder _encoder;
    private readonly int _count;
    private readonly UsearchVectorStore _inner;
    private readonly SqliteActivationStore _activations;
    private readonly List<ReminisceVectorStore> _opened = [];

    private CaptionStore(IEarlyExitEncoder encoder, int count, string folder)
    {
        (_encoder, _count) = (encoder, count);
        _inner = new UsearchVectorStore(folder);
        _activations = new SqliteActivationStore(new SqliteActivationStoreOptions { Path = Path.Combine(folder, SqliteActivationStoreOptions.FileName) });
    }

    public static async Task<CaptionStore> FillAsync(string folder, IReadOnlyList<EncodedItem> items, IEarlyExitEncoder encoder)
    {
        var store = new CaptionStore(encoder, items.Count, Directory.CreateDirectory(folder).FullName);
        var pictures = store.Open();
        await pictures.EnsureCollectionExistsAsync();
        var records = items.Select((item, i) => KeyValuePair.Create(new CaptionRecord { Key = i }, item)).ToList();
        foreach (var batch in records.Chunk(500))
        {
            await pictures.UpsertEncodedAsync(batch);
        }

        return store;
    }

    /// <summary>Opens the collection; by default finished pictures stay in memory and are never stored, so that runs do not change each other.</summary>
    public ReminisceCollection<int, CaptionRecord> Open(Action<ReminisceVectorStoreOptions>? configure = null, Func<IActivationStore, IActivationStore>? activations = null)
    {
        var options = new ReminisceVectorStoreOptions
        {
            EmbeddingGenerator = _encoder.AsEmbeddingGenerator(),
            ActivationStore = activations?.Invoke(_activations) ?? _activations,
            WriteBack = WriteBackMode.None,
            RecentlyRefined = Math.Max(1, _count),
            LeaveOpen = true,
        };
        configure?.Invoke(options);
        var store = new ReminisceVectorStore(_inner, options);
        _opened.Add(store);
        return (ReminisceCollection<int, CaptionRecord>)store.GetCollection<int, CaptionRecord>(Name, CaptionRecord.Definition(_encoder.Dimensions));
    }

    public void Dispose()
    {
        _opened.ForEach(s => s.Dispose());
        _activations.Dispose();
        _inner.Dispose();
    }
}
