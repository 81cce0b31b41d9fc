using Reminisce.Training.Learning.Towers;

namespace Reminisce.Training.Learning;

/// <summary>What a small image and text encoder pair is trained from, and for how long.</summary>
internal sealed record DualEncoderTrainingOptions
{
    /// <summary>Folder of captioned pictures; only its split <c>train</c> is read.</summary>
    public required string Captions { get; init; }

    /// <summary>Folder for checkpoints, the vocabulary and the teacher's features.</summary>
    public required string Output { get; init; }

    /// <value>Folder of small pictures with classes to begin with, or null.</value>
    public string? LabelledPictures { get; init; }

    /// <value>A pretrained vision transformer to learn features from, or null.</value>
    public string? Teacher { get; init; }

    /// <value>Folder of sentence pairs whose words the vocabulary shall know as well, or null.</value>
    public string? Sentences { get; init; }

    public DualEncoderOptions Towers { get; init; } = new();

    public int Seed { get; init; } = 1;

    public int Threads { get; init; } = 1;

    /// <value>Steps on labelled pictures. Default 1200.</value>
    public long LabelledSteps { get; init; } = 1200;

    /// <value>Steps on captioned pictures. Default 900.</value>
    public long Steps { get; init; } = 900;

    /// <value>Labelled pictures of a batch. Default 128.</value>
    public int LabelledBatch { get; init; } = 128;

    /// <value>Captioned pictures of a batch. Default 96.</value>
    public int Batch { get; init; } = 96;

    /// <value>Captions taken for each picture of a batch. Default 2.</value>
    public int CaptionsPerPicture { get; init; } = 2;

    public float LearningRate { get; init; } = 1e-3f;

    public float WeightDecay { get; init; } = 0.1f;

    /// <value>Weight of the teacher's part of the loss. Default 3.</value>
    public float TeacherWeight { get; init; } = 3;

    /// <value>Every so many-th picture is held out of training, to choose by. Default 12.</value>
    public int HeldOutEvery { get; init; } = 12;
}
