namespace Reminisce.VectorData;

/// <summary>The queries asked lately, so that asking again does no encoder work on items.</summary>
/// <remarks>
/// Safe for concurrent calls. A query is forgotten when one of its candidates is changed or deleted, because another item may then deserve
/// the place. Held in memory: after a restart a repetition may finish a few items more, once.
/// </remarks>
/// <param name="capacity">Candidates remembered, of all queries together.</param>
internal sealed class AnsweredQueries(int capacity)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Answer> _queries = new(StringComparer.Ordinal);

    // Holds the times of answers that were replaced or forgotten too, but not the answers.
    private readonly Queue<(string Name, long Time)> _oldest = new();
    private int _seats;
    private long _changes;
    private long _time;

    /// <summary>Finds a query, and how often records had changed when it was looked for.</summary>
    public (AnsweredQuery? Known, long Changes) Find(string name)
    {
        lock (_lock)
        {
            return (_queries.GetValueOrDefault(name)?.Query, _changes);
        }
    }

    /// <summary>Remembers a query, unless records have changed since it was looked for.</summary>
    public void Remember(string name, AnsweredQuery query, long changes)
    {
        lock (_lock)
        {
            if (changes != _changes)
            {
                return;
            }

            Remove_NeedsLock(name);
            _queries.Add(name, new Answer(query, ++_time));
            _oldest.Enqueue((name, _time));
            _seats += query.Seats.Count;
            while (_seats > capacity || _oldest.Count > capacity)
            {
                var (oldest, time) = _oldest.Dequeue();
                if (_queries.GetValueOrDefault(oldest)?.Time == time)
                {
                    Remove_NeedsLock(oldest);
                }
            }
        }
    }

    /// <summary>Forgets the queries that had one of these records among their candidates.</summary>
    public void NoteChanges(IReadOnlyCollection<object> keys)
    {
        lock (_lock)
        {
            _changes++;
            foreach (var (name, answer) in _queries)
            {
                if (keys.Any(answer.Query.Seats.Contains))
                {
                    Remove_NeedsLock(name);
                }
            }
        }
    }

    public void Clear()
    {
        lock (_lock)
        {
            _changes++;
            _queries.Clear();
            _oldest.Clear();
            _seats = 0;
        }
    }

    private void Remove_NeedsLock(string name)
    {
        if (_queries.Remove(name, out var answer))
        {
            _seats -= answer.Query.Seats.Count;
        }
    }

    private sealed record Answer(AnsweredQuery Query, long Time);
}
