using Reminisce.Memory.Rendering;
using Reminisce.Memory.Storage;

namespace Reminisce.Memory.Recall;

/// <summary>Remembers what was recalled in this process, so that its echo is not stored as new evidence.</summary>
/// <remarks>
/// Safe for concurrent calls. Only what is said to have happened at or after the recall can be an echo: the same words of an
/// earlier day are evidence of their own. Bounded: the oldest recalls are let go first.
/// </remarks>
internal sealed class RecallGuard(int capacity = 10_000)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(MemoryScope Scope, string Text), (Guid Id, long RecalledAt)> _recalled = [];
    private readonly Queue<(MemoryScope Scope, string Text)> _order = new();

    /// <summary>Notes that a memory was shown.</summary>
    public void Note(Guid id, MemoryScope scope, string shown, DateTimeOffset now)
    {
        var text = Normalize(shown);
        if (text.Length == 0)
        {
            return;
        }

        lock (_lock)
        {
            var key = (scope, text);
            if (!_recalled.TryAdd(key, (id, now.UtcTicks)))
            {
                return;
            }

            _order.Enqueue(key);
            if (_order.Count > capacity)
            {
                _recalled.Remove(_order.Dequeue());
            }
        }
    }

    /// <summary>Finds the memory that a new record of words only repeats.</summary>
    public Guid? EchoOf(MemoryRecord record)
    {
        if (record.MediaType is not null)
        {
            return null;
        }

        lock (_lock)
        {
            return _recalled.TryGetValue((MemoryMapper.ScopeOf(record), Normalize(record.Text)), out var recalled) && record.OccurredAt >= recalled.RecalledAt
                ? recalled.Id
                : null;
        }
    }

    /// <summary>Lets go of a memory that was forgotten: its words may be said again.</summary>
    public void Forget(IReadOnlyCollection<Guid> ids)
    {
        lock (_lock)
        {
            foreach (var key in _recalled.Where(p => ids.Contains(p.Value.Id)).Select(p => p.Key).ToArray())
            {
                _recalled.Remove(key);
            }
        }
    }

    /// <summary>Takes out what a model is not shown, and what it changes when it copies a text: white space and case.</summary>
    public static string Normalize(string text) =>
        string.Join(' ', DataText.Clean(text, text.Length + 1).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).ToUpperInvariant();
}
