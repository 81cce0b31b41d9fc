using System.Linq.Expressions;
using Microsoft.Extensions.AI;
using Reminisce.VectorData;

namespace Reminisce.Memory.Storage;

/// <summary>What the memory needs of its store: records, two ways to search them, their vectors, and the journal of sweeps.</summary>
/// <remarks>Implementations are safe for concurrent calls; an awaited write is durable, one that did not persist throws.</remarks>
internal interface IMemoryIndex : IAsyncDisposable
{
    /// <summary>Tells whether content of this kind can be embedded.</summary>
    bool CanEncode(AIContent content);

    /// <summary>Embeds and stores new records.</summary>
    /// <returns>For each record the reason why it could not be embedded, or <see langword="null"/> when it is stored.</returns>
    Task<IReadOnlyList<Exception?>> AddAsync(IReadOnlyList<MemoryRecord> records, CancellationToken cancellationToken);

    /// <summary>Replaces the data of records that exist, all or none; vectors stay as they are.</summary>
    Task UpdateAsync(IReadOnlyList<MemoryRecord> records, CancellationToken cancellationToken);

    /// <summary>Removes records, words, vectors, activations and thumbnails.</summary>
    Task DeleteAsync(IReadOnlyCollection<Guid> keys, CancellationToken cancellationToken);

    /// <summary>Reads the records that exist among the keys, in any order.</summary>
    Task<IReadOnlyList<MemoryRecord>> GetAsync(IReadOnlyCollection<Guid> keys, CancellationToken cancellationToken);

    /// <summary>Reads the records that meet a filter, oldest event first or newest first.</summary>
    Task<IReadOnlyList<MemoryRecord>> WhereAsync(Expression<Func<MemoryRecord, bool>> filter, int top, bool newestFirst, CancellationToken cancellationToken);

    /// <summary>Searches by meaning within a filter.</summary>
    Task<IReadOnlyList<MeaningHit>> SearchMeaningAsync(AIContent query, Expression<Func<MemoryRecord, bool>> filter, int top, CancellationToken cancellationToken);

    /// <summary>Searches for a word within a filter, in any of its forms, which are separated by blanks.</summary>
    Task<IReadOnlyList<WordHit>> SearchWordAsync(string forms, Expression<Func<MemoryRecord, bool>> filter, int top, CancellationToken cancellationToken);

    /// <summary>Reads the vectors of records as deep as they were encoded, or finished where they can be; only vectors of one space compare. Nothing is written.</summary>
    Task<IReadOnlyDictionary<Guid, SpaceVector>> GetVectorsAsync(IReadOnlyCollection<Guid> keys, bool finish, CancellationToken cancellationToken);

    /// <summary>Tells what the similarities of unrelated records of a space look like.</summary>
    ScoreCalibration GetCalibration(string space);

    /// <summary>Measures what the embeddings of records cost, without reading or finishing them.</summary>
    Task<IReadOnlyDictionary<Guid, EncodedSize>> GetSizesAsync(IReadOnlyCollection<Guid> keys, CancellationToken cancellationToken);

    /// <summary>Removes activations, and vectors with thumbnails if wanted, for good; records and words stay.</summary>
    Task ReleaseAsync(IReadOnlyCollection<Guid> keys, bool vectors, CancellationToken cancellationToken);

    /// <summary>Stores thumbnails; one of the same key is replaced. They go with their memory.</summary>
    Task PutThumbnailsAsync(IReadOnlyList<ThumbnailRecord> thumbnails, CancellationToken cancellationToken);

    /// <summary>Reads the thumbnails that exist among the keys, in any order.</summary>
    Task<IReadOnlyList<ThumbnailRecord>> GetThumbnailsAsync(IReadOnlyCollection<Guid> keys, CancellationToken cancellationToken);

    /// <summary>Stores steps of the journal.</summary>
    Task PutEntriesAsync(IReadOnlyList<SweepEntry> entries, CancellationToken cancellationToken);

    /// <summary>Reads the steps of the journal that meet a filter.</summary>
    Task<IReadOnlyList<SweepEntry>> GetEntriesAsync(Expression<Func<SweepEntry, bool>> filter, CancellationToken cancellationToken);

    /// <summary>Removes steps of the journal.</summary>
    Task DeleteEntriesAsync(IReadOnlyCollection<Guid> keys, CancellationToken cancellationToken);

    /// <summary>Counts what the store costs.</summary>
    Task<StoreCost> GetCostAsync(CancellationToken cancellationToken);

    /// <summary>Gets what names the encoder; vectors of another one do not compare.</summary>
    string EncoderFingerprint { get; }

    /// <summary>Tells whether the encoder makes vectors of this space and length.</summary>
    bool CanRestore(string space, int length);

    /// <summary>Stores records with vectors that exist already, all or none; a record of the same key is replaced.</summary>
    Task RestoreAsync(IReadOnlyList<KeyValuePair<MemoryRecord, SpaceVector>> records, CancellationToken cancellationToken);

    /// <summary>Gets whether <see cref="ScrubAsync"/> reaches every file that the index writes.</summary>
    bool CanScrub { get; }

    /// <summary>Takes every byte of removed records, vectors, activations and journal steps off the disk.</summary>
    /// <returns>The files that are left.</returns>
    Task<UsearchScrubReceipt> ScrubAsync(CancellationToken cancellationToken);
}
