using Microsoft.Extensions.VectorData;

namespace Reminisce.VectorData;

/// <summary>Search options with what coarse-to-fine retrieval adds; usable wherever <see cref="VectorSearchOptions{TRecord}"/> is.</summary>
/// <remarks><see cref="VectorSearchOptions{TRecord}.ScoreThreshold"/> applies to the calibrated score: standard deviations above unrelated pairs.</remarks>
/// <typeparam name="TRecord">The type of the record.</typeparam>
public sealed class ReminisceSearchOptions<TRecord> : VectorSearchOptions<TRecord>
{
    /// <summary>Gets or sets how many candidates are finished at most; 0 searches coarsely and does no encoder work on items.</summary>
    /// <value>The default is <see langword="null"/>: the store's <see cref="ReminisceVectorStoreOptions.Candidates"/>.</value>
    public int? Candidates { get; set; }

    /// <summary>Gets or sets when finishing stops early.</summary>
    /// <value>The default is <see langword="null"/>: the store's <see cref="ReminisceVectorStoreOptions.Budget"/>.</value>
    public RetrievalBudget? Budget { get; set; }

    /// <summary>Gets or sets whether results that unrelated pairs reach as well are left out, so that a search may say that nothing is relevant.</summary>
    /// <value>The default is <see langword="false"/>. The floor is the encoder's, see <see cref="ScoreCalibration.Floor"/>.</value>
    public bool RelevanceFloor { get; set; }

    /// <summary>Gets or sets in which share of searches for something that is not there results may come back all the same; everything below that floor is left out.</summary>
    /// <remarks>
    /// The floor rises with the number of items searched, because the best of many unrelated items comes close by chance. It holds
    /// as far as the calibration does: <see cref="CalibrationSource.Store"/> fits it to what is stored. Counts the searched items, by
    /// the inner store where it can count, else once by reading them. Takes the place of <see cref="RelevanceFloor"/>.
    /// </remarks>
    /// <value>The default is <see langword="null"/>: no such floor. Above 0 and below 1.</value>
    public double? FalseAcceptRate { get; set; }

    /// <summary>Gets or sets how the shortlists of the exits are merged.</summary>
    /// <value>The default is <see cref="RetrievalMerge.Calibrated"/>.</value>
    public RetrievalMerge Merge { get; set; }

    /// <summary>Gets or sets the towers whose items are searched, for example only <c>image</c>.</summary>
    /// <value>The default is <see langword="null"/>: all that the query can be compared with.</value>
    public IReadOnlyCollection<string>? Towers { get; set; }

    /// <summary>Gets or sets what is told how the search went; called once, before the first result.</summary>
    public Action<RetrievalTrace>? Trace { get; set; }
}
