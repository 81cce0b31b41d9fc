using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace Reminisce.VectorData;

/// <summary>How a <see cref="ReminisceVectorStore"/> encodes, keeps and finishes.</summary>
/// <remarks>Read when the store and its collections are made; later changes have no effect.</remarks>
public sealed class ReminisceVectorStoreOptions
{
    /// <summary>Initialises options with the defaults.</summary>
    public ReminisceVectorStoreOptions()
    {
    }

    /// <summary>Initialises options as a copy.</summary>
    /// <param name="source">The options to copy; <see langword="null"/> for the defaults.</param>
    public ReminisceVectorStoreOptions(ReminisceVectorStoreOptions? source)
    {
        if (source is null)
        {
            return;
        }

        EmbeddingGenerator = source.EmbeddingGenerator;
        ActivationStore = source.ActivationStore;
        ContentSource = source.ContentSource;
        Policy = source.Policy;
        FixedLayer = source.FixedLayer;
        Candidates = source.Candidates;
        Budget = source.Budget;
        Calibration = source.Calibration;
        HybridVectorWeight = source.HybridVectorWeight;
        EmptyExitRecheck = source.EmptyExitRecheck;
        WriteBack = source.WriteBack;
        WriteBackQueueLength = source.WriteBackQueueLength;
        RecentlyRefined = source.RecentlyRefined;
        VerifyWrites = source.VerifyWrites;
        LeaveOpen = source.LeaveOpen;
        TimeProvider = source.TimeProvider;
        LoggerFactory = source.LoggerFactory;
    }

    /// <summary>Gets or sets the generator for content properties without one of their own; early exits are used when its <c>GetService</c> gives an <see cref="IEarlyExitEncoder"/>, and for own types an <see cref="IContentConverter"/>.</summary>
    public IEmbeddingGenerator? EmbeddingGenerator { get; set; }

    /// <summary>Gets or sets where activations of coarse items are kept.</summary>
    /// <value>The default is <see langword="null"/>: none are kept, and items that stopped early stay coarse.</value>
    public IActivationStore? ActivationStore { get; set; }

    /// <summary>Gets or sets what gives back the content of items whose activation was evicted, so that searches can finish them after all.</summary>
    /// <remarks>
    /// Asked for candidates of searches only, within their latency budget. Content counts if its hash is the one stored with the vector; records
    /// restored from vectors without content have none and stay coarse. The store does not dispose it.
    /// </remarks>
    /// <value>The default is <see langword="null"/>: such items stay coarse, which <see cref="CorrectTrace.WithoutActivation"/> counts.</value>
    public IContentSource? ContentSource { get; set; }

    /// <summary>Gets or sets how the exit of each item is chosen.</summary>
    /// <value>The default is <see cref="ExitPolicy.Predicted"/>.</value>
    public ExitPolicy Policy { get; set; } = ExitPolicy.Predicted;

    /// <summary>Gets or sets the layer at which items stop under <see cref="ExitPolicy.Fixed"/>.</summary>
    public int FixedLayer { get; set; }

    /// <summary>Gets or sets how many candidates a search finishes at most, 0 for none.</summary>
    /// <value>The default is 10. (Paper: k = 10.)</value>
    public int Candidates { get; set; } = ReminisceConstants.Candidates;

    /// <summary>Gets or sets when a search stops finishing candidates before all are done.</summary>
    /// <value>The default has no limits besides <see cref="Candidates"/>.</value>
    public RetrievalBudget Budget { get; set; } = new();

    /// <summary>Gets or sets what scores are measured against.</summary>
    /// <value>The default is <see cref="CalibrationSource.Pack"/>.</value>
    public CalibrationSource Calibration { get; set; }

    /// <summary>Gets or sets what a place in the ranking by vectors counts in hybrid search, against 1 for the same place in the ranking by words.</summary>
    /// <value>The default is 1: both count alike, which suits encoders whose text vectors find as much as words do; 0.05 where they find half as much.</value>
    public double HybridVectorWeight { get; set; } = 1;

    /// <summary>Gets or sets how long an exit that was found empty is not searched again; what this store writes is seen at once.</summary>
    /// <remarks>Bounds how late a process that only reads sees the first item that another one writes at an exit.</remarks>
    /// <value>The default is 5 seconds; zero searches every exit every time.</value>
    public TimeSpan EmptyExitRecheck { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Gets or sets when finished embeddings are stored.</summary>
    /// <value>The default is <see cref="WriteBackMode.Inline"/>.</value>
    public WriteBackMode WriteBack { get; set; } = WriteBackMode.Inline;

    /// <summary>Gets or sets how many searches' upgrades may wait in the background; more are dropped, which only costs saved work.</summary>
    /// <value>The default is 256.</value>
    public int WriteBackQueueLength { get; set; } = ReminisceConstants.WriteBackQueue;

    /// <summary>Gets or sets how many finished embeddings per collection stay in memory.</summary>
    /// <value>The default is 1024.</value>
    public int RecentlyRefined { get; set; } = ReminisceConstants.RecentlyRefined;

    /// <summary>Gets or sets whether records are read back, without vectors, after each write, so that writes that the inner store acknowledges and loses are noticed.</summary>
    /// <remarks>
    /// Costs one read by key for each batch written and 17 bytes in each record, where a mark of its last write is kept. Turn it off for stores that
    /// show their writes only later, such as search services.
    /// </remarks>
    /// <value>The default is <see langword="true"/>: a lost write throws, and what it was made from is kept.</value>
    public bool VerifyWrites { get; set; } = true;

    /// <summary>Gets or sets whether the inner store and the activation store stay usable when this store is disposed.</summary>
    /// <value>The default is <see langword="false"/>: they are disposed with it.</value>
    public bool LeaveOpen { get; set; }

    /// <summary>Gets or sets the clock for latency budgets, traces and generated keys.</summary>
    /// <value>The default is <see cref="TimeProvider.System"/>.</value>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>Gets or sets where background failures are logged; content never is.</summary>
    public ILoggerFactory? LoggerFactory { get; set; }

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfNegative(Candidates);
        ArgumentOutOfRangeException.ThrowIfLessThan(WriteBackQueueLength, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(RecentlyRefined, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(EmptyExitRecheck, TimeSpan.Zero);
        if (!(double.IsFinite(HybridVectorWeight) && HybridVectorWeight >= 0))
        {
            throw new ArgumentOutOfRangeException(nameof(HybridVectorWeight), HybridVectorWeight, "The weight of vectors in hybrid search should be 0 or a positive number.");
        }

        ArgumentNullException.ThrowIfNull(Budget);
        ArgumentNullException.ThrowIfNull(TimeProvider);
        Budget.Validate();
    }
}
