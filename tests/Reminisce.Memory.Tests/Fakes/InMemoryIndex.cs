using System.Linq.Expressions;
using System.Numerics.Tensors;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Reminisce.Memory.Storage;
using Reminisce.VectorData;

namespace Reminisce.Memory.Tests.Fakes;

/// <summary>A brute-force index in memory: everything is scanned, every record a copy, and the n-th write can fail.</summary>
internal sealed class InMemoryIndex : IMemoryIndex
{
    /// <summary>What every memory's activation costs until it is let go.</summary>
    public const int ActivationSize = 1000;

    private readonly Dictionary<Guid, (string Json, ReadOnlyMemory<float> Vector)> _records = [];
    private readonly Dictionary<Guid, string> _entries = [];
    private readonly HashSet<Guid> _activations = [];
    private readonly Dictionary<Guid, byte[]> _thumbnails = [];

    /// <summary>Gets or sets how many more writes succeed before one fails.</summary>
    public int WritesLeft { get; set; } = int.MaxValue;

    public int Writes { get; private set; }

    public int Count => _records.Count;

    public int EntryCount => _entries.Count;

    /// <summary>Gets every record as it is stored, to compare byte for byte.</summary>
    public IReadOnlyDictionary<Guid, string> Dump() => _records.ToDictionary(r => r.Key, r => r.Value.Json);

    public bool CanEncode(AIContent content) => content is TextContent || (content is DataContent data && data.HasTopLevelMediaType("image"));

    public Task<IReadOnlyList<Exception?>> AddAsync(IReadOnlyList<MemoryRecord> records, CancellationToken cancellationToken)
    {
        Write();
        var errors = new Exception?[records.Count];
        for (var i = 0; i < records.Count; i++)
        {
            try
            {
                _records[records[i].Key] = (Serialize(records[i]), WordVectors.Encode(records[i].Content!));
                _activations.Add(records[i].Key);
            }
            catch (FormatException e)
            {
                errors[i] = e;
            }
        }

        return Task.FromResult<IReadOnlyList<Exception?>>(errors);
    }

    public Task UpdateAsync(IReadOnlyList<MemoryRecord> records, CancellationToken cancellationToken)
    {
        Write();
        foreach (var record in records)
        {
            _records[record.Key] = (Serialize(record), _records[record.Key].Vector);
        }

        return Task.CompletedTask;
    }

    public Task DeleteAsync(IReadOnlyCollection<Guid> keys, CancellationToken cancellationToken)
    {
        Write();
        foreach (var key in keys)
        {
            _records.Remove(key);
            _thumbnails.Remove(key);
        }

        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<MemoryRecord>> GetAsync(IReadOnlyCollection<Guid> keys, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<MemoryRecord>>([.. keys.Distinct().Where(_records.ContainsKey).Select(k => Read(_records[k].Json))]);

    public Task<IReadOnlyList<MemoryRecord>> WhereAsync(Expression<Func<MemoryRecord, bool>> filter, int top, bool newestFirst, CancellationToken cancellationToken)
    {
        var found = Select(filter).Select(r => r.Record);
        var ordered = newestFirst ? found.OrderByDescending(r => r.OccurredAt) : found.OrderBy(r => r.OccurredAt);
        return Task.FromResult<IReadOnlyList<MemoryRecord>>([.. ordered.ThenBy(r => r.Key).Take(top)]);
    }

    public Task<IReadOnlyList<MeaningHit>> SearchMeaningAsync(AIContent query, Expression<Func<MemoryRecord, bool>> filter, int top, CancellationToken cancellationToken)
    {
        var vector = WordVectors.Encode(query);
        var hits = Select(filter).Where(r => !r.Vector.IsEmpty)
            .Select(r => (r.Record, Similarity: (double)TensorPrimitives.Dot(vector.Span, r.Vector.Span)))
            .OrderByDescending(r => r.Similarity).Take(top)
            .Select(r => new MeaningHit(r.Record, r.Similarity * 8, r.Similarity > 0.6));
        return Task.FromResult<IReadOnlyList<MeaningHit>>([.. hits]);
    }

    public Task<IReadOnlyList<WordHit>> SearchWordAsync(string forms, Expression<Func<MemoryRecord, bool>> filter, int top, CancellationToken cancellationToken)
    {
        var hits = Select(filter)
            .Select(r => (r.Record, Words: WordVectors.Words(r.Record.Words).ToArray()))
            .Where(r => forms.Split(' ').Any(r.Words.Contains))
            .Select(r => new WordHit(r.Record, 1.0 / (5 + r.Words.Length)))
            .OrderByDescending(h => h.Score).Take(top);
        return Task.FromResult<IReadOnlyList<WordHit>>([.. hits]);
    }

    public Task<IReadOnlyDictionary<Guid, SpaceVector>> GetVectorsAsync(IReadOnlyCollection<Guid> keys, bool finish, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyDictionary<Guid, SpaceVector>>(
            keys.Where(k => _records.TryGetValue(k, out var r) && !r.Vector.IsEmpty).ToDictionary(k => k, k => new SpaceVector("words", _records[k].Vector, true)));

    public ScoreCalibration GetCalibration(string space) => WordVectors.Calibration;

    public Task<IReadOnlyDictionary<Guid, EncodedSize>> GetSizesAsync(IReadOnlyCollection<Guid> keys, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyDictionary<Guid, EncodedSize>>(
            keys.Where(_records.ContainsKey).ToDictionary(k => k, k => new EncodedSize(_records[k].Vector.Length * sizeof(float), _activations.Contains(k) ? ActivationSize : 0)));

    public Task ReleaseAsync(IReadOnlyCollection<Guid> keys, bool vectors, CancellationToken cancellationToken)
    {
        Write();
        foreach (var key in keys.Where(_records.ContainsKey))
        {
            _activations.Remove(key);
            _records[key] = vectors ? (_records[key].Json, default) : _records[key];
            _ = vectors && _thumbnails.Remove(key);
        }

        return Task.CompletedTask;
    }

    public Task PutThumbnailsAsync(IReadOnlyList<ThumbnailRecord> thumbnails, CancellationToken cancellationToken)
    {
        Write();
        foreach (var thumbnail in thumbnails)
        {
            _thumbnails[thumbnail.Key] = thumbnail.Jpeg;
        }

        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<ThumbnailRecord>> GetThumbnailsAsync(IReadOnlyCollection<Guid> keys, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<ThumbnailRecord>>([.. keys.Where(_thumbnails.ContainsKey).Select(k => new ThumbnailRecord { Key = k, Jpeg = _thumbnails[k] })]);

    /// <summary>Deletes what can be made again.</summary>
    public void DropThumbnails() => _thumbnails.Clear();

    /// <summary>Gets or sets what happens when the journal is about to be written.</summary>
    public Action? OnPutEntries { get; set; }

    public Task PutEntriesAsync(IReadOnlyList<SweepEntry> entries, CancellationToken cancellationToken)
    {
        OnPutEntries?.Invoke();
        Write();
        foreach (var entry in entries)
        {
            _entries[entry.Key] = JsonSerializer.Serialize(entry);
        }

        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<SweepEntry>> GetEntriesAsync(Expression<Func<SweepEntry, bool>> filter, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<SweepEntry>>([.. _entries.Values.Select(e => JsonSerializer.Deserialize<SweepEntry>(e)!).Where(filter.Compile())]);

    public Task DeleteEntriesAsync(IReadOnlyCollection<Guid> keys, CancellationToken cancellationToken)
    {
        Write();
        foreach (var key in keys)
        {
            _entries.Remove(key);
        }

        return Task.CompletedTask;
    }

    public Task<StoreCost> GetCostAsync(CancellationToken cancellationToken) => Task.FromResult(new StoreCost(0, 0, 0, _records.Values.Sum(r => r.Json.Length)));

    public string EncoderFingerprint { get; init; } = "words-1";

    public bool CanRestore(string space, int length) => space == "words" && length == 256;

    public Task RestoreAsync(IReadOnlyList<KeyValuePair<MemoryRecord, SpaceVector>> records, CancellationToken cancellationToken)
    {
        Write();
        foreach (var (record, vector) in records)
        {
            _records[record.Key] = (Serialize(record), vector.Vector);
        }

        return Task.CompletedTask;
    }

    public bool CanScrub { get; init; } = true;

    /// <summary>Gets how often everything removed was taken off the disk.</summary>
    public int Scrubs { get; private set; }

    public Task<UsearchScrubReceipt> ScrubAsync(CancellationToken cancellationToken)
    {
        Write();
        Scrubs++;
        return Task.FromResult(new UsearchScrubReceipt { ScrubbedAt = Items.At, Files = [] });
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private void Write()
    {
        Writes++;
        if (WritesLeft-- <= 0)
        {
            throw new IOException("The disk is full.");
        }
    }

    private IEnumerable<(MemoryRecord Record, ReadOnlyMemory<float> Vector)> Select(Expression<Func<MemoryRecord, bool>> filter)
    {
        var accept = filter.Compile();
        return _records.Values.Select(r => (Record: Read(r.Json), r.Vector)).Where(r => accept(r.Record));
    }

    private static string Serialize(MemoryRecord record)
    {
        var content = record.Content;
        record.Content = null;
        var json = JsonSerializer.Serialize(record);
        record.Content = content;
        return json;
    }

    private static MemoryRecord Read(string json) => JsonSerializer.Deserialize<MemoryRecord>(json)!;
}
