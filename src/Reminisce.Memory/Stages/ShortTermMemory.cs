using Reminisce.Memory.Records;

namespace Reminisce.Memory;

/// <summary>The second stage: holds a few chunks, each of impressions that belong together, until they are stored.</summary>
/// <remarks>
/// Safe for concurrent calls. Impressions of one scope, trust and app in different senses, without a long pause between them, are one
/// chunk and become one episode: the picture of a page, and the note written while looking at it. Impressions in one sense stay
/// apart. Nothing here is durable. (Paper: short-term memory, the episodic buffer.)
/// </remarks>
public sealed class ShortTermMemory
{
    private readonly Lock _lock = new();
    private readonly LinkedList<Chunk> _chunks = new();
    private readonly int _maximumChunks;
    private readonly TimeSpan _pause;
    private readonly TimeProvider _clock;
    private long _released;

    /// <summary>Initialises a short-term memory.</summary>
    /// <param name="options">Its size and what it binds; <see langword="null"/> for the defaults. Read now; later changes have no effect.</param>
    /// <param name="timeProvider">The clock; <see langword="null"/> for the system's.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    public ShortTermMemory(ShortTermOptions? options = null, TimeProvider? timeProvider = null)
    {
        options ??= new ShortTermOptions();
        options.Validate();
        (_maximumChunks, _pause) = (options.MaximumChunks, options.Pause);
        _clock = timeProvider ?? TimeProvider.System;
    }

    /// <summary>Gets how many chunks are held.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _chunks.Count;
            }
        }
    }

    /// <summary>Gets whether more is held than there is room for, so that the oldest should go on.</summary>
    public bool IsOverfull => Count > _maximumChunks;

    /// <summary>Takes an impression in.</summary>
    /// <param name="input">The impression; it is kept as given.</param>
    /// <exception cref="ArgumentNullException">No impression was given.</exception>
    public void Add(MemoryInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var at = input.OccurredAt ?? _clock.GetUtcNow();
        lock (_lock)
        {
            var home = string.IsNullOrWhiteSpace(input.Episode) ? _chunks.LastOrDefault(c => c.Takes(input, at, _pause)) : _chunks.LastOrDefault(c => c.Name == input.Episode);
            if (home is null)
            {
                _chunks.AddLast(home = new Chunk(input.Episode));
            }

            home.Add(input, at);
        }
    }

    /// <summary>Lets chunks go on to be stored.</summary>
    /// <param name="everything">Whether those go too that may still grow; else only what ended, or has no room.</param>
    /// <returns>The impressions, those of one chunk as one episode. Until they are stored the caller has the only copy.</returns>
    public IReadOnlyList<MemoryInput> Release(bool everything)
    {
        lock (_lock)
        {
            var now = _clock.GetUtcNow();
            var released = new List<MemoryInput>();
            for (var node = _chunks.First; node is not null;)
            {
                var next = node.Next;
                if (everything || _chunks.Count > _maximumChunks || now - node.Value.LastAt > _pause)
                {
                    released.AddRange(node.Value.Inputs($"chunk {++_released}"));
                    _chunks.Remove(node);
                }

                node = next;
            }

            return released;
        }
    }

    /// <summary>Takes back what could not be stored, as the oldest there is; it is released again as it was.</summary>
    internal void Return(IReadOnlyList<MemoryInput> inputs)
    {
        lock (_lock)
        {
            var node = default(LinkedListNode<Chunk>);
            foreach (var group in inputs.GroupBy(i => i.Episode ?? $"single {++_released}", StringComparer.Ordinal))
            {
                var chunk = new Chunk(group.First().Episode);
                foreach (var input in group)
                {
                    chunk.Add(input, input.OccurredAt ?? _clock.GetUtcNow());
                }

                node = node is null ? _chunks.AddFirst(chunk) : _chunks.AddAfter(node, chunk);
            }
        }
    }

    private sealed class Chunk(string? name)
    {
        private readonly List<MemoryInput> _inputs = [];

        public string? Name { get; } = name;

        public DateTimeOffset LastAt { get; private set; }

        public bool Takes(MemoryInput input, DateTimeOffset at, TimeSpan pause)
        {
            var first = _inputs[0];
            return Name is null
                && (at - LastAt).Duration() <= pause
                && _inputs.Count < RememberUnit.MaximumParts
                && first.Scope == input.Scope && first.Trust == input.Trust && first.Cues?.App == input.Cues?.App
                && _inputs.TrueForAll(i => InputPreparer.ModalityOf(i) != InputPreparer.ModalityOf(input));
        }

        public void Add(MemoryInput input, DateTimeOffset at)
        {
            _inputs.Add(input);
            LastAt = at > LastAt ? at : LastAt;
        }

        public IEnumerable<MemoryInput> Inputs(string chunk) => _inputs.Count == 1 ? _inputs : _inputs.Select(i => i.Copy(i.OccurredAt, Name ?? chunk));
    }
}
