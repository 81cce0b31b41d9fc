using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Reminisce.Memory;

namespace Reminisce.SemanticKernel.Tests;

/// <summary>A memory that is a dictionary: finds by shared words, exact scope and window. The oracle of these tests.</summary>
internal sealed class DictionaryMemory(TimeProvider clock) : IMemory
{
    private readonly Dictionary<Guid, MemoryItem> _items = [];
    private readonly Dictionary<string, Guid[]> _tokens = [];

    public IReadOnlyCollection<MemoryItem> Items => _items.Values;

    public RecallRequest? LastRequest { get; private set; }

    public Exception? Failure { get; set; }

    public MemoryItem Put(MemoryItem item) => _items[item.Id] = item;

    public Task<IReadOnlyList<RememberResult>> RememberAsync(IReadOnlyList<MemoryInput> inputs, IProgress<int>? progress = null, CancellationToken cancellationToken = default)
    {
        var results = new List<RememberResult>();
        foreach (var input in inputs)
        {
            var at = input.OccurredAt ?? clock.GetUtcNow();
            var id = new Guid(Hash($"{at:O}|{input.Text}|{input.Scope}"));
            var item = new MemoryItem
            {
                Id = id, OccurredAt = at, RecordedAt = clock.GetUtcNow(), Modality = Modality.Text, Source = input.Source,
                Text = input.Text ?? "", Scope = input.Scope, Trust = input.Trust, Cues = input.Cues,
            };
            results.Add(new RememberResult(_items.TryAdd(id, item) ? RememberOutcome.Stored : RememberOutcome.Duplicate, id, null));
        }

        return Task.FromResult<IReadOnlyList<RememberResult>>(results);
    }

    public Task<RecallResult> RecallAsync(RecallRequest request, CancellationToken cancellationToken = default)
    {
        LastRequest = request;
        var words = Words(request.Query);
        var found = _items.Values
            .Where(item => item.Scope == request.Scope && item.Trust <= request.LeastTrusted)
            .Where(item => request.Modality is null || item.Modality == request.Modality)
            .Where(item => request.Window is null || request.Window.Contains(item.OccurredAt))
            .Select(item => new RecalledMemory(item, Words(item.Text).Intersect(words).Count(), "words"))
            .Where(memory => memory.Score > 0 || words.Count == 0)
            .OrderByDescending(memory => memory.Score).ThenBy(memory => memory.Item.OccurredAt)
            .Take(request.Top)
            .ToList();
        return Task.FromResult(new RecallResult(found, null, null));
    }

    public Task<ForgetPreview> PreviewForgetAsync(IReadOnlyCollection<Guid> ids, MemoryScope? scope = null, CancellationToken cancellationToken = default)
    {
        var items = ids.Where(_items.ContainsKey).Select(id => _items[id]).Where(item => item.Scope == (scope ?? MemoryScope.Default)).ToList();
        var token = $"token-{_tokens.Count + 1}";
        _tokens[token] = [.. items.Select(item => item.Id)];
        return Task.FromResult(new ForgetPreview(token, items, clock.GetUtcNow().AddMinutes(10)));
    }

    public Task<IReadOnlyList<Guid>> ForgetAsync(string token, CancellationToken cancellationToken = default)
    {
        if (Failure is not null)
        {
            throw Failure;
        }

        if (!_tokens.Remove(token, out var ids))
        {
            throw new ForgetTokenException($"Token {token} of /var/lib/store is unknown.");
        }

        return Task.FromResult<IReadOnlyList<Guid>>([.. ids.Where(_items.Remove)]);
    }

    public Task<IReadOnlyList<MemoryItem>> TimelineAsync(TimeWindow window, MemoryScope? scope = null, int top = 100, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<IReadOnlyList<MemoryItem>> GetAsync(IReadOnlyCollection<Guid> ids, MemoryScope? scope = null, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task ReinforceAsync(IReadOnlyCollection<Guid> ids, MemoryScope? scope = null, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<bool> PinAsync(Guid id, bool pinned = true, MemoryScope? scope = null, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<bool> SuppressAsync(Guid id, bool suppressed = true, MemoryScope? scope = null, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<SweepReport> SweepAsync(SweepOptions? options = null, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<int> UndoAsync(Guid sweepId, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<MemoryStatistics> GetStatisticsAsync(CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<ReadOnlyMemory<byte>?> GetThumbnailAsync(Guid id, MemoryScope? scope = null, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text))[..16];

    private static HashSet<string> Words(string text) =>
        [.. Regex.Split(text.ToUpperInvariant(), "[^\\p{L}\\p{N}]+").Where(word => word.Length > 3)];
}
