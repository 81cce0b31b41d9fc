namespace Reminisce.Encoders;

/// <summary>How an <see cref="EarlyExitEncoder"/> uses the machine.</summary>
public sealed class EarlyExitEncoderOptions
{
    /// <summary>Gets or sets the threads that compute, and that decode pictures and sounds.</summary>
    /// <value>The default is 0: one per core.</value>
    public int ThreadCount { get; set; }

    /// <summary>Gets or sets the batches that run a stage at the same time; further callers wait between batches.</summary>
    /// <value>The default is 1: one batch keeps all threads busy.</value>
    public int MaxConcurrentRuns { get; set; } = 1;

    /// <summary>Gets or sets the items that go through the stages together, grouped by exit.</summary>
    /// <value>The default is 16.</value>
    public int BatchSize { get; set; } = 16;

    /// <summary>Gets or sets the items that are grouped by exit at a time; bounds memory: one wave more than <see cref="MaxConcurrentRuns"/> is decoded at a time, further callers wait.</summary>
    /// <value>The default is 64.</value>
    public int WaveSize { get; set; } = 64;

    /// <summary>Gets or sets the threads of one graph run; a batch is divided among as many runs as <see cref="ThreadCount"/> has room for.</summary>
    /// <value>The default is 0: one, for most items a second; all of <see cref="ThreadCount"/> for towers so large that a single query would wait long.</value>
    public int ThreadsPerRun { get; set; }

    /// <summary>Gets or sets the items of one graph run, at most.</summary>
    /// <value>The default is 0: as many as a core's cache has room for; larger runs are slower.</value>
    public int ItemsPerRun { get; set; }

    /// <summary>
    /// Gets or sets whether each tower times one of its stages when the encoder is made, about a second each, and runs with the threads and
    /// the items a run that were fastest; <see cref="ThreadCount"/> and <see cref="BatchSize"/> are then the most that are tried.
    /// Items of a small exit group then also go on to the next deeper group of their batch where that costs less than another head.
    /// </summary>
    /// <value>The default is <see langword="false"/>: the options as they are, and every item exactly at its predicted exit, on every machine.</value>
    public bool MeasureAtStart { get; set; }

    /// <summary>Gets or sets how long the stages of a tower stay in memory; heads always stay.</summary>
    /// <value>The default is <see cref="StageResidency.Resident"/>.</value>
    public StageResidency StageResidency { get; set; }

    /// <summary>Gets or sets how activations are kept.</summary>
    /// <value>The default is <see cref="ActivationFormat.Int4"/>, as in the paper.</value>
    public ActivationFormat ActivationFormat { get; set; } = ActivationFormat.Int4;

    /// <summary>Gets or sets how large pictures may be.</summary>
    public PictureLimits PictureLimits { get; set; } = new();

    /// <summary>Gets or sets how large sounds may be.</summary>
    public SoundLimits SoundLimits { get; set; } = new();

    /// <summary>Gets the threads in force.</summary>
    internal int EffectiveThreads => ThreadCount == 0 ? Environment.ProcessorCount : ThreadCount;

    /// <summary>Checks every value.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of range.</exception>
    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfNegative(ThreadCount);
        ArgumentOutOfRangeException.ThrowIfNegative(ThreadsPerRun);
        ArgumentOutOfRangeException.ThrowIfNegative(ItemsPerRun);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxConcurrentRuns, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(BatchSize, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(WaveSize, BatchSize);
        ArgumentNullException.ThrowIfNull(PictureLimits);
        ArgumentNullException.ThrowIfNull(SoundLimits);
        if (!Enum.IsDefined(StageResidency))
        {
            throw new ArgumentOutOfRangeException(nameof(StageResidency), StageResidency, "The residency is unknown; Resident and LayerWise are known.");
        }

        _ = ActivationCodec.GetByteCount(ActivationFormat, 1, 1);
    }
}
