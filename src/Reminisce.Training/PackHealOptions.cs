namespace Reminisce.Training;

/// <summary>Which pack is healed, on what and how, and where the new pack goes.</summary>
public sealed class PackHealOptions
{
    /// <summary>Gets or sets the folder of the pack, which is only read; a text tower searches the pictures that are healed, sounds stand alone.</summary>
    public required string PackFolder { get; set; }

    /// <summary>Gets or sets the folder with <c>captions.tsv</c> and <c>images</c>, of which only the split <c>train</c> is read; or with <c>sounds.tsv</c> and <c>wav</c>, of which the last fold is not read.</summary>
    public required string DataFolder { get; set; }

    /// <summary>Gets or sets the folder that the new pack is written to; it is created, and a pack in it is replaced.</summary>
    public required string OutputFolder { get; set; }

    /// <summary>Gets or sets the folder of checkpoints and states; a run that was stopped goes on from what is there.</summary>
    public required string WorkFolder { get; set; }

    /// <summary>Gets or sets how many pictures or sounds to heal on.</summary>
    /// <value>The default is 2000; fewer are taken where there are fewer.</value>
    public int Items { get; set; } = 2000;

    /// <summary>Gets or sets the layers at which windows end; each window is trained at once, those before it frozen.</summary>
    /// <value>The default is empty: set by the histogram of predicted exits, one exit a window up to the median, wider behind.</value>
    public IReadOnlyList<int> Windows { get; set; } = [];

    /// <summary>Gets or sets which products get adapters.</summary>
    /// <value>The default is <see cref="AdapterTargets.All"/>.</value>
    public AdapterTargets Targets { get; set; } = AdapterTargets.All;

    /// <summary>Gets or sets what becomes of the heads.</summary>
    /// <value>The default is <see cref="HealedHeads.Refit"/>; a tower of sounds needs <see cref="HealedHeads.Keep"/>.</value>
    public HealedHeads Heads { get; set; } = HealedHeads.Refit;

    /// <summary>Gets or sets the rank of adapters; 0 leaves the tower and refits or trains heads alone.</summary>
    /// <value>The default is 8.</value>
    public int Rank { get; set; } = 8;

    /// <summary>Gets or sets how often a window visits all items.</summary>
    /// <value>The default is 3.</value>
    public int Epochs { get; set; } = 3;

    /// <summary>Gets or sets the learning rate at its peak.</summary>
    /// <value>The default is 0.001.</value>
    public float Rate { get; set; } = 1e-3f;

    /// <summary>Gets or sets the weight of finding the own captions among others, or for sounds the own fine embedding, beside coming near to that embedding.</summary>
    /// <value>The default is 1; with 0 only nearness counts.</value>
    public float Contrast { get; set; } = 1;

    /// <summary>Gets or sets the weight of staying near the unhealed states where a window ends, which protects the full depth.</summary>
    /// <value>The default is 0: the last windows lead back to the fine embedding by themselves.</value>
    public float Protection { get; set; }

    /// <summary>Gets or sets the least share of a picture's area that the first window sees: a part drawn anew in every step, mirrored or not.</summary>
    /// <value>The default is 1: it sees pictures whole and as they are, as later windows always do. Views and <see cref="Protection"/> exclude each other; sounds have none.</value>
    public float SmallestView { get; set; } = 1;

    /// <summary>Gets or sets whether only the last exit of a window is learned for, and not those within it.</summary>
    /// <value>The default is <see langword="false"/>. With <see langword="true"/> and one window to an exit, that exit is healed as if it were the only one: what sharing costs is measured against it.</value>
    public bool LastExitOnly { get; set; }

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
