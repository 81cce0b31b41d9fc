namespace Reminisce.VectorData;

/// <summary>What all collection objects of one name share within a store: locks, unfinished work, and what was checked.</summary>
/// <remarks>Safe for concurrent calls.</remarks>
internal sealed class CollectionState(int recentlyRefined)
{
    private volatile string? _boundTo;

    public KeyLocks Locks { get; } = new();

    public RefinementTable Refinements { get; } = new(recentlyRefined);

    public RefinementCost Cost { get; } = new();

    /// <summary>Gets the lock held while the collection is created, checked or deleted.</summary>
    public SemaphoreSlim SchemaLock { get; } = new(1, 1);

    /// <summary>Gets or sets the encoder fingerprint that was found to agree with the stored one, or <see langword="null"/> when not checked yet.</summary>
    public string? BoundTo
    {
        get => _boundTo;
        set => _boundTo = value;
    }
}
