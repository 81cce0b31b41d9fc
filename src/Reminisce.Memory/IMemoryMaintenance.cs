namespace Reminisce.Memory;

/// <summary>What the owner of a memory asks of it, and an agent never should: erase.</summary>
/// <remarks>Safe for concurrent calls, also beside those of <see cref="IMemory"/>; both are the same object.</remarks>
public interface IMemoryMaintenance
{
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
}
