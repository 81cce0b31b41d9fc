namespace Reminisce.Training;

/// <summary>Which pack is given words, from what, and where the new pack goes.</summary>
public sealed class PackPairOptions
{
    /// <summary>Gets or sets the folder of the pack; it has one tower, which is no text tower, and is only read.</summary>
    public required string PackFolder { get; set; }

    /// <summary>Gets or sets the folder with <c>captions.tsv</c> and <c>images</c>; only the split <c>train</c> is read.</summary>
    public required string DataFolder { get; set; }

    /// <summary>Gets or sets the folder that the new pack is written to; it is created, and a pack in it is replaced.</summary>
    public required string OutputFolder { get; set; }

    /// <summary>Gets or sets the folder of what takes long to compute; a run that was stopped goes on from what is there.</summary>
    public required string WorkFolder { get; set; }

    /// <summary>Gets or sets how often all captioned items are visited.</summary>
    /// <value>The default is 20; the best visit is kept, judged by items held out.</value>
    public int Epochs { get; set; } = 20;

    /// <summary>Gets or sets whether every exit gets the head of the full depth, and is asked as the full depth is.</summary>
    /// <value>The default is <see langword="false"/>: each exit has heads of its own, which find much more. With <see langword="true"/> the pack is what those are measured against.</value>
    public bool OneHead { get; set; }

    /// <summary>Gets or sets the seed of every random choice.</summary>
    /// <value>The default is 1. Equal seeds, data and threads give equal weights on one kind of processor.</value>
    public int Seed { get; set; } = 1;

    /// <summary>Gets or sets the number of threads to compute with.</summary>
    /// <value>The default is 1.</value>
    public int Threads { get; set; } = 1;

    /// <summary>Gets or sets where the progress of steps goes.</summary>
    public IProgress<BuildStep>? Progress { get; set; }

    /// <summary>Gets or sets where every step of training is reported.</summary>
    public IProgress<TrainingProgress>? Training { get; set; }
}
