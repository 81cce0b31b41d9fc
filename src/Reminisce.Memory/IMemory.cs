namespace Reminisce.Memory;

/// <summary>A memory for agents: remembers what was seen, written and heard, and recalls it with evidence.</summary>
/// <remarks>
/// Safe for concurrent calls. An awaited write is durable; a write that did not persist throws. Recalled text must reach a
/// model only as delimited data (<see cref="MemoryRenderer"/>). Recalled text is never stored as new evidence.
/// </remarks>
public interface IMemory : IAsyncDisposable
{
    /// <summary>Remembers a batch; one bad item never fails the others.</summary>
    /// <param name="inputs">What to remember.</param>
    /// <param name="progress">Where the number of inputs done so far is reported.</param>
    /// <param name="cancellationToken">Checked between batches; what was acknowledged stays.</param>
    /// <returns>One result per input, in the order given.</returns>
    /// <exception cref="Microsoft.Extensions.VectorData.VectorStoreException">The store could not persist the batch.</exception>
    Task<IReadOnlyList<RememberResult>> RememberAsync(IReadOnlyList<MemoryInput> inputs, IProgress<int>? progress = null, CancellationToken cancellationToken = default);

    /// <summary>Answers a question with the memories that bear on it, or says that nothing was found.</summary>
    /// <param name="request">The question.</param>
    /// <param name="cancellationToken">Cancels the search.</param>
    /// <returns>The memories found, each with id, time, source and the reason.</returns>
    Task<RecallResult> RecallAsync(RecallRequest request, CancellationToken cancellationToken = default);

    /// <summary>Lists what happened in a window, in time order.</summary>
    /// <param name="window">The window.</param>
    /// <param name="scope">Whose memories; <see langword="null"/> for <see cref="MemoryScope.Default"/>.</param>
    /// <param name="top">The most memories to return, at least 1.</param>
    /// <param name="cancellationToken">Cancels the listing.</param>
    /// <returns>The memories, oldest first.</returns>
    Task<IReadOnlyList<MemoryItem>> TimelineAsync(TimeWindow window, MemoryScope? scope = null, int top = 100, CancellationToken cancellationToken = default);

    /// <summary>Reads memories by id.</summary>
    /// <param name="ids">The ids.</param>
    /// <param name="scope">Whose memories; <see langword="null"/> for <see cref="MemoryScope.Default"/>.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <returns>Those that exist in the scope, in the order asked for.</returns>
    Task<IReadOnlyList<MemoryItem>> GetAsync(IReadOnlyCollection<Guid> ids, MemoryScope? scope = null, CancellationToken cancellationToken = default);

    /// <summary>Reads the thumbnail of a picture: a JPEG without the metadata of the original.</summary>
    /// <remarks>One that is gone is made anew where the original is a file and still what was remembered.</remarks>
    /// <param name="id">The memory.</param>
    /// <param name="scope">Whose memory; <see langword="null"/> for <see cref="MemoryScope.Default"/>.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <returns>The bytes of the JPEG, or <see langword="null"/> when it is no picture of the scope or there is none.</returns>
    Task<ReadOnlyMemory<byte>?> GetThumbnailAsync(Guid id, MemoryScope? scope = null, CancellationToken cancellationToken = default);

    /// <summary>Reports that recalled memories were really used, which strengthens them.</summary>
    /// <param name="ids">The memories that were cited or acted on.</param>
    /// <param name="scope">Whose memories; <see langword="null"/> for <see cref="MemoryScope.Default"/>.</param>
    /// <param name="cancellationToken">Cancels before anything is written.</param>
    /// <returns>A task that ends when it is stored.</returns>
    Task ReinforceAsync(IReadOnlyCollection<Guid> ids, MemoryScope? scope = null, CancellationToken cancellationToken = default);

    /// <summary>Shows what forgetting these ids would remove, and gives the token that confirms it.</summary>
    /// <param name="ids">The ids, never a query: a fuzzy hit is not a decision.</param>
    /// <param name="scope">Whose memories; <see langword="null"/> for <see cref="MemoryScope.Default"/>.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <returns>The preview; without items when no id exists in the scope.</returns>
    Task<ForgetPreview> PreviewForgetAsync(IReadOnlyCollection<Guid> ids, MemoryScope? scope = null, CancellationToken cancellationToken = default);

    /// <summary>Removes the memories of a preview: records, words, vectors and activations.</summary>
    /// <param name="token">The token of the preview.</param>
    /// <param name="cancellationToken">Cancels before anything is removed.</param>
    /// <returns>The ids removed.</returns>
    /// <exception cref="ForgetTokenException">The token is unknown, was used, has ended, or the memories changed since; nothing was removed.</exception>
    Task<IReadOnlyList<Guid>> ForgetAsync(string token, CancellationToken cancellationToken = default);

    /// <summary>Keeps a memory whatever a sweep decides, or lets go of it again.</summary>
    /// <param name="id">The memory.</param>
    /// <param name="pinned">Whether it is kept.</param>
    /// <param name="scope">Whose memory; <see langword="null"/> for <see cref="MemoryScope.Default"/>.</param>
    /// <param name="cancellationToken">Cancels before anything is written.</param>
    /// <returns>Whether the memory exists in the scope.</returns>
    Task<bool> PinAsync(Guid id, bool pinned = true, MemoryScope? scope = null, CancellationToken cancellationToken = default);

    /// <summary>Keeps a memory out of recall, or lets it back. (Paper: motivated forgetting.)</summary>
    /// <param name="id">The memory.</param>
    /// <param name="suppressed">Whether it stays out of recall.</param>
    /// <param name="scope">Whose memory; <see langword="null"/> for <see cref="MemoryScope.Default"/>.</param>
    /// <param name="cancellationToken">Cancels before anything is written.</param>
    /// <returns>Whether the memory exists in the scope.</returns>
    Task<bool> SuppressAsync(Guid id, bool suppressed = true, MemoryScope? scope = null, CancellationToken cancellationToken = default);

    /// <summary>Compacts redundant memories into gists and lets weak ones fade, or only reports what it would do.</summary>
    /// <param name="options">What it may do; <see langword="null"/> for the defaults.</param>
    /// <param name="cancellationToken">Stops between steps; every step is whole and journaled.</param>
    /// <returns>What was done, with the id for <see cref="UndoAsync"/>.</returns>
    Task<SweepReport> SweepAsync(SweepOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Takes a sweep back: every record is as it was before it.</summary>
    /// <param name="sweepId">The id from the report.</param>
    /// <param name="cancellationToken">Cancels before anything is written.</param>
    /// <returns>The number of memories restored.</returns>
    /// <exception cref="InvalidOperationException">The sweep is unknown or its undo window has ended.</exception>
    Task<int> UndoAsync(Guid sweepId, CancellationToken cancellationToken = default);

    /// <summary>Counts what is stored.</summary>
    /// <param name="cancellationToken">Cancels the count.</param>
    /// <returns>The counts and bytes.</returns>
    Task<MemoryStatistics> GetStatisticsAsync(CancellationToken cancellationToken = default);
}
