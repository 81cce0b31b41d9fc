using Reminisce.Memory;
using Reminisce.Memory.Recall;
using Reminisce.Memory.Storage;
using Reminisce.VectorData;

namespace Reminisce.Evaluation;

/// <summary>The product with one dialogue remembered, asked when the dialogue has ended.</summary>
internal sealed class DialogueMemory : IAsyncDisposable
{
    private readonly UsearchVectorStore _inner;
    private readonly ReminisceVectorStore _store;
    private readonly SqliteActivationStore _activations;
    private readonly IEarlyExitEncoder _encoder;
    private readonly FixedClock _clock;
    private readonly Dictionary<Guid, int> _places = [];
    private readonly ReminisceMemory _memory;

    private DialogueMemory(string folder, IEarlyExitEncoder encoder, DateTimeOffset askedAt)
    {
        _encoder = encoder;
        _clock = new FixedClock(askedAt);
        _inner = new UsearchVectorStore(folder, new UsearchVectorStoreOptions { TimeProvider = _clock });
        _activations = new SqliteActivationStore(new SqliteActivationStoreOptions { Path = Path.Combine(folder, SqliteActivationStoreOptions.FileName) });
        _store = new ReminisceVectorStore(_inner, new ReminisceVectorStoreOptions
        {
            EmbeddingGenerator = encoder.AsEmbeddingGenerator(),
            ActivationStore = _activations,
            TimeProvider = _clock,
            LeaveOpen = true,
        });
        _memory = With(RecallWeights.Default);
    }

    /// <summary>Remembers the turns: said then, in that session, by that person.</summary>
    public static async Task<DialogueMemory> CreateAsync(string folder, IEarlyExitEncoder encoder, Dialogue dialogue, CancellationToken cancellationToken)
    {
        var result = new DialogueMemory(folder, encoder, dialogue.AskedAt);
        var inputs = dialogue.Turns.Select(turn => new MemoryInput
        {
            Text = turn.Text,
            OccurredAt = turn.At,
            Source = $"conversation {turn.Session}",
            Cues = new MemoryCues { People = [turn.Speaker] },
        }).ToArray();
        var outcomes = await result._memory.RememberAsync(inputs, progress: null, cancellationToken);
        for (var i = 0; i < outcomes.Count; i++)
        {
            var id = outcomes[i].Id ?? throw new InvalidDataException($"Turn {dialogue.Turns[i].Id} cannot be remembered: {outcomes[i].Reason}");
            result._places.TryAdd(id, i);
        }

        return result;
    }

    /// <summary>The same memory with other weights, for what a signal is worth. It shares the store and must not be disposed.</summary>
    public ReminisceMemory With(RecallWeights weights) =>
        new(new LongTermMemory(_store, _encoder), new MemoryOptions { TimeZone = TimeZoneInfo.Utc }, _clock, weights);

    public Task<IReadOnlyList<int>> RecallAsync(string question, bool ignoreTime, CancellationToken cancellationToken) =>
        RecallAsync(_memory, question, ignoreTime, cancellationToken);

    public async Task<IReadOnlyList<int>> RecallAsync(IMemory memory, string question, bool ignoreTime, CancellationToken cancellationToken)
    {
        var found = await memory.RecallAsync(new RecallRequest { Query = question, Top = RankTally.Depth, IgnoreTime = ignoreTime }, cancellationToken);
        return [.. found.Memories.Select(m => _places[m.Item.Id])];
    }

    /// <summary>Tells whether the product understands a time in a question.</summary>
    public bool HasTime(string question) => new TimePhraseParser(_clock, TimeZoneInfo.Utc).Parse(question) is not null;

    public async ValueTask DisposeAsync()
    {
        await _memory.DisposeAsync();
        _store.Dispose();
        _inner.Dispose();
        _activations.Dispose();
    }
}
