namespace Reminisce.Training.Healing;

/// <summary>Adapters, loss and rates of healing.</summary>
internal sealed record HealingSettings
{
    public AdapterTargets Targets { get; init; } = AdapterTargets.All;

    public int Rank { get; init; } = 8;

    /// <value>Whether heads are trained along. Default false: with few pictures they lose more than they win.</value>
    public bool TrainsHeads { get; init; }

    public int Batch { get; init; } = 32;

    /// <value>Captions of an item in a batch. Default 2.</value>
    public int Captions { get; init; } = 2;

    /// <value>Captions that an item chooses from, its own among them. Default 1024.</value>
    public int Candidates { get; init; } = 1024;

    /// <value>One over the temperature of contrast. Default 20.</value>
    public float Scale { get; init; } = 20;

    public float Distillation { get; init; } = 4;

    public float Contrast { get; init; } = 1;

    public float Protection { get; init; }

    /// <value>Least share of a picture that the first window sees, mirrored or not; 1 for whole pictures as they are. Default 1.</value>
    public float SmallestView { get; init; } = 1;

    /// <value>Whether only the last exit of a window is learned for. Default false.</value>
    public bool LastExitOnly { get; init; }

    public float Rate { get; init; } = 1e-3f;

    public float Decay { get; init; } = 0.01f;

    public int Epochs { get; init; } = 3;

    public int Seed { get; init; } = 1;

    public int Threads { get; init; } = 1;
}
