using Reminisce.Encoders;
using Reminisce.Training.Learning.Towers;

namespace Reminisce.Training.Learning;

/// <summary>What a small image and text encoder pair is trained from, and for how long.</summary>
internal sealed record DualEncoderTrainingOptions
{
    /// <summary>Folder of captioned pictures; only its split <c>train</c> is read.</summary>
    public required string Captions { get; init; }

    /// <summary>Folder for checkpoints, the vocabulary and the teacher's features.</summary>
    public required string Output { get; init; }

    /// <value>Folder of a pack that this training wrote, whose towers are trained further, or null to begin from nothing.</value>
    public string? From { get; init; }

    /// <value>Folder of small pictures with classes, or null.</value>
    public string? LabelledPictures { get; init; }

    /// <summary>A pretrained vision transformer to learn features from.</summary>
    public required string Teacher { get; init; }

    /// <value>Folder of rated sentence pairs to learn what means the same, or null to learn it from captions alone.</value>
    public string? Sentences { get; init; }

    public DualEncoderOptions Towers { get; init; } = new();

    public int Seed { get; init; } = 1;

    public int Threads { get; init; } = 1;

    /// <value>Steps on labelled pictures. Default 1900.</value>
    public long LabelledSteps { get; init; } = 1900;

    /// <value>Steps of the text tower; 0 keeps that of <see cref="From"/>. Default 800.</value>
    public long TextSteps { get; init; } = 800;

    /// <value>Steps of the image tower on captioned pictures. Default 2000.</value>
    public long Steps { get; init; } = 2000;

    /// <value>Steps of a second cycle of the same, in which the learning rate rises and falls once more; 0 for none. Default 0.</value>
    public long FurtherSteps { get; init; }

    /// <value>Views of each picture that the teacher is asked about. Default 3.</value>
    public int Views { get; init; } = 3;

    /// <value>Labelled pictures of a batch. Default 128.</value>
    public int LabelledBatch { get; init; } = 128;

    /// <value>Pictures of a batch of the text tower, with two captions each. Default 96.</value>
    public int TextBatch { get; init; } = 96;

    /// <value>Pairs of texts in it. Default 64.</value>
    public int TextPairs { get; init; } = 64;

    /// <value>Weight of texts against texts in the loss. Default 0.35.</value>
    public float PairWeight { get; init; } = 0.35f;

    /// <value>Small pictures that the teacher is asked about as well. Default 0.</value>
    public int SmallPictures { get; init; }

    /// <value>How many of them follow the captioned pictures of a batch. Default 64.</value>
    public int SmallBatch { get; init; } = 64;

    /// <value>Captioned pictures of a batch. Default 96.</value>
    public int Batch { get; init; } = 96;

    /// <value>Captions taken for each picture of a batch. Default 2.</value>
    public int CaptionsPerPicture { get; init; } = 2;

    /// <value>Largest share of another picture that is laid over a picture, half of the time. Default 0.5.</value>
    public float Blend { get; init; } = 0.5f;

    public float LearningRate { get; init; } = 1e-3f;

    /// <value>Share of the image tower's weights that a step on captioned pictures takes away, times the learning rate. Default 0.5.</value>
    public float WeightDecay { get; init; } = 0.5f;

    /// <value>Weight of the teacher's part of the loss. Default 3.</value>
    public float TeacherWeight { get; init; } = 3;

    /// <value>Pictures held out of training, to choose by. Default every twelfth, from the twelfth on.</value>
    public PackHeldOut HeldOut { get; init; } = new(12, 11);
}
