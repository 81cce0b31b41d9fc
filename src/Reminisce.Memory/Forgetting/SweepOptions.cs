namespace Reminisce.Memory;

/// <summary>What a sweep may do and down to which budget.</summary>
public sealed class SweepOptions
{
    /// <summary>Gets or sets whether only a report is made and nothing changes.</summary>
    /// <value>The default is <see langword="false"/>.</value>
    public bool DryRun { get; set; }

    /// <summary>Gets or sets whose memories are swept.</summary>
    public MemoryScope Scope { get; set; } = MemoryScope.Default;

    /// <summary>Gets or sets how many memories may stay; the weakest fade until it is met. <see langword="null"/> for no limit.</summary>
    public int? MaximumItems { get; set; }

    /// <summary>Gets or sets how many bytes of words, vectors and activations the memories in ordinary recall may cost; <see langword="null"/> for no limit.</summary>
    /// <remarks>
    /// Met as far as it can be without removing a memory: near-duplicates are compacted, then the weakest lose their cached
    /// activations. The bytes go when the sweep can no longer be undone, with the next sweep after <see cref="MemoryOptions.UndoWindow"/>.
    /// </remarks>
    public long? MaximumBytes { get; set; }

    /// <summary>Gets or sets the age from which memories fade however strong they are; <see langword="null"/> for no limit.</summary>
    public TimeSpan? MaximumAge { get; set; }

    /// <summary>Gets or sets the cosine similarity of embeddings of one exit from which memories count as near-duplicates.</summary>
    /// <remarks>
    /// For memories without words. Where four fifths of the words agree, and the numbers in their order, four standard deviations above
    /// unrelated pairs are enough, as far as the encoder knows them (<see cref="IEarlyExitEncoder.GetCalibration"/>).
    /// </remarks>
    /// <value>The default is 0.97.</value>
    public double DuplicateSimilarity { get; set; } = 0.97;

    /// <summary>Gets or sets how close in time near-duplicates must lie to become one gist.</summary>
    /// <value>The default is two days.</value>
    public TimeSpan DuplicateWindow { get; set; } = TimeSpan.FromDays(2);

    /// <summary>Gets or sets the strength below which a memory fades, 0 to 1.</summary>
    /// <value>The default is 0.05.</value>
    public double FadeBelow { get; set; } = 0.05;

    /// <summary>Gets or sets after how long without use a memory that faded is dropped for good; <see langword="null"/> for never.</summary>
    /// <remarks>Dropped memories are in no recall, and are removed when the sweep can no longer be undone.</remarks>
    /// <value>The default is <see langword="null"/>.</value>
    public TimeSpan? DropAfter { get; set; }

    /// <summary>Gets or sets the age below which nothing is touched.</summary>
    /// <value>The default is one day.</value>
    public TimeSpan MinimumAge { get; set; } = TimeSpan.FromDays(1);
}
