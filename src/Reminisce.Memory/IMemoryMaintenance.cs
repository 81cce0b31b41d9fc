namespace Reminisce.Memory;

/// <summary>What the owner of a memory asks of it, and an agent never should: erase, export, import.</summary>
/// <remarks>Safe for concurrent calls, also beside those of <see cref="IMemory"/>; both are the same object.</remarks>
public interface IMemoryMaintenance
{
    /// <summary>Gives the memory as one agent may use it.</summary>
    /// <remarks>
    /// Everything asked of the result goes through the permissions, below every call: what may not be read is as if it did not
    /// exist. The result is an <see cref="IMemoryMaintenance"/> of the same rights too; permissions given there only narrow
    /// further. It shares the store, costs little to make, and disposing it closes nothing. A read of what is not allowed is
    /// empty, an input that may not be stored is rejected on its own, and any other refusal is a
    /// <see cref="MemoryAccessException"/> before anything is changed.
    /// </remarks>
    /// <param name="permissions">What the agent may do.</param>
    /// <returns>The memory of the agent.</returns>
    /// <exception cref="ArgumentException">A grant is incomplete.</exception>
    IMemory ForAgent(AgentPermissions permissions);

    /// <summary>Lists what was not stored because a memory of it was there already.</summary>
    /// <param name="scope">Whose memories; <see langword="null"/> for everybody's.</param>
    /// <param name="cancellationToken">Cancels the listing.</param>
    /// <returns>One for each memory kept, source and reason, latest first; those of the last <see cref="MemoryOptions.UndoWindow"/> at least.</returns>
    Task<IReadOnlyList<DroppedDuplicate>> GetDropsAsync(MemoryScope? scope = null, CancellationToken cancellationToken = default);

    /// <summary>Looks through the memories for what their owner should know: duplicates, loops, secrets, what is stale, lost, too large or never used.</summary>
    /// <remarks>Changes nothing and reports no content. Reads every memory; writes and recalls go on meanwhile.</remarks>
    /// <param name="options">What to look at; <see langword="null"/> for the defaults.</param>
    /// <param name="cancellationToken">Ends the audit.</param>
    /// <returns>The report.</returns>
    Task<AuditReport> AuditAsync(AuditOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Shows what an erasure would take, and gives the token that confirms it.</summary>
    /// <param name="request">Which memories.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <returns>The preview.</returns>
    /// <exception cref="ArgumentException">Nothing narrows the request and <see cref="EraseRequest.WholeScope"/> is not set.</exception>
    /// <exception cref="NotSupportedException">The memory does not lie in a store whose files can be scrubbed.</exception>
    Task<ErasePreview> PreviewEraseAsync(EraseRequest request, CancellationToken cancellationToken = default);

    /// <summary>Removes every byte of the memories of a preview: records, words, vectors, activations, copies in gists, the journal's steps.</summary>
    /// <remarks>
    /// The files are written anew, which takes about as long as copying them and as much free space again; writes wait
    /// meanwhile, recalls go on. After a crash or an error all memories of the preview are there, or none, but without a
    /// receipt their bytes may still be on the disk: ask for a preview of the same again, which may then be without items,
    /// and confirm it. Originals that <see cref="MemoryItem.MediaReference"/> points to are not touched.
    /// </remarks>
    /// <param name="token">The token of the preview.</param>
    /// <param name="cancellationToken">Cancels before anything is removed.</param>
    /// <returns>The receipt.</returns>
    /// <exception cref="ForgetTokenException">The token is unknown, was used, has ended, or the memories changed since; nothing was removed.</exception>
    /// <exception cref="Microsoft.Extensions.VectorData.VectorStoreException">The store failed; see the remarks.</exception>
    Task<EraseReceipt> EraseAsync(string token, CancellationToken cancellationToken = default);

    /// <summary>Writes memories to a folder as JSON Lines, with copies of originals: everything but the journal of sweeps, without loss.</summary>
    /// <remarks>The same memories give the same bytes. Writes wait meanwhile, recalls go on. The content is not encrypted.</remarks>
    /// <param name="folder">The folder; made when it is missing. It must not hold an export already.</param>
    /// <param name="options">What to take along; <see langword="null"/> for the defaults.</param>
    /// <param name="cancellationToken">Ends the export; no file of memories is left.</param>
    /// <returns>What was written.</returns>
    /// <exception cref="IOException">There is an export already, or the folder cannot be written to.</exception>
    Task<ExportReport> ExportAsync(string folder, ExportOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Takes an export into this memory, be it empty or not.</summary>
    /// <remarks>
    /// The whole export is checked before anything is stored. What an error interrupts later is completed by importing again.
    /// Ids, scopes and trust are taken as they are written: import only what you exported yourself or trust as much.
    /// </remarks>
    /// <param name="folder">The folder of the export.</param>
    /// <param name="options">What happens to memories that are there already; <see langword="null"/> for the defaults.</param>
    /// <param name="progress">Where the number of memories done so far is reported.</param>
    /// <param name="cancellationToken">Checked between batches; what was stored stays.</param>
    /// <returns>What was done.</returns>
    /// <exception cref="MemoryImportException">The export is incomplete, damaged or of another form; nothing was stored.</exception>
    /// <exception cref="IOException">A file is missing or cannot be read.</exception>
    Task<ImportReport> ImportAsync(string folder, ImportOptions? options = null, IProgress<int>? progress = null, CancellationToken cancellationToken = default);
}
