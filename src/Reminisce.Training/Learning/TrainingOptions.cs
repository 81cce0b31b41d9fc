using Reminisce.Training.Learning.Optimization;

namespace Reminisce.Training.Learning;

/// <summary>Settings of a training run.</summary>
internal sealed record TrainingOptions
{
    /// <summary>What is being trained, with its seed; a checkpoint of another run is refused.</summary>
    public required string Run { get; init; }

    /// <value>Name of the part of the training, for progress. Default empty.</value>
    public string Part { get; init; } = string.Empty;

    /// <summary>Learning rate by step, which also says how many steps there are.</summary>
    public required CosineSchedule Schedule { get; init; }

    public AdamWOptions Optimizer { get; init; } = new();

    /// <value>Longest gradient; a longer one is scaled down. Default 1.</value>
    public float LongestGradient { get; init; } = 1;

    /// <value>Batches whose mean gradient makes one step; more need no more memory. Default 1.</value>
    public int BatchesPerStep { get; init; } = 1;

    /// <value>Where checkpoints go, or null for none.</value>
    public string? Checkpoint { get; init; }

    /// <value>Steps from one checkpoint to the next. Default 50.</value>
    public int CheckpointEvery { get; init; } = 50;

    /// <value>Threads to compute with; results repeat for one number. Default 1.</value>
    public int Threads { get; init; } = 1;
}
