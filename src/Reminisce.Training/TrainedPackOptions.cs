using Reminisce.Training.Learning;

namespace Reminisce.Training;

/// <summary>What a pack is trained from, for how long, and where it goes.</summary>
public sealed class TrainedPackOptions
{
    private const int ManySmallPictures = 24_000;

    /// <summary>Gets or sets the folder with <c>flickr8k</c> and, where they are, <c>tinyimages32</c> and <c>text</c>.</summary>
    public required string DataFolder { get; set; }

    /// <summary>Gets or sets the folder that the pack is written to; it is created.</summary>
    public required string OutputFolder { get; set; }

    /// <summary>Gets or sets the folder of checkpoints; a run that was stopped goes on from what is there.</summary>
    public required string WorkFolder { get; set; }

    /// <summary>Gets or sets a pretrained vision transformer (ONNX, <c>pixel_values</c> to <c>last_hidden_state</c>) whose features are learned from.</summary>
    /// <remarks>Its weights do not go into the pack.</remarks>
    public required string TeacherFile { get; set; }

    /// <summary>Gets or sets the folder of a pack that was trained here before, whose towers are trained further instead of new ones; with no steps at all only heads and measurements are made anew.</summary>
    /// <value>The default is <see langword="null"/>. Its vocabulary stays, and with <see cref="TextSteps"/> 0 its text tower too; their classes are not learned again.</value>
    public string? FromPack { get; set; }

    /// <summary>Gets or sets the seed of every random choice.</summary>
    /// <value>The default is 1. Equal seeds, data and threads give equal weights on one kind of processor.</value>
    public int Seed { get; set; } = 1;

    /// <summary>Gets or sets the number of threads to compute with.</summary>
    /// <value>The default is 1.</value>
    public int Threads { get; set; } = 1;

    /// <summary>Gets or sets the steps on small pictures with classes, 0 for none.</summary>
    /// <value>The default is 1900.</value>
    public int LabelledSteps { get; set; } = 1900;

    /// <summary>Gets or sets the steps of the text tower.</summary>
    /// <value>The default is 800; 0 keeps the text tower of <see cref="FromPack"/>.</value>
    public int TextSteps { get; set; } = 800;

    /// <summary>Gets or sets the steps of the image tower on pictures with captions.</summary>
    /// <value>The default is 2000.</value>
    public int Steps { get; set; } = 2000;

    /// <summary>Gets or sets the steps of a second cycle of the same, in which the learning rate rises and falls once more.</summary>
    /// <value>The default is 0, which leaves it out.</value>
    public int FurtherSteps { get; set; }

    /// <summary>Gets or sets how many views of each picture the teacher is asked about: the whole, and random crops.</summary>
    /// <value>The default is 3.</value>
    public int Views { get; set; } = 3;

    /// <summary>Gets or sets how many of the small pictures the teacher is asked about too; the image tower learns what it says of them beside the captioned pictures.</summary>
    /// <value>The default is <see langword="null"/>: 24,000, or none where the data have no small pictures. They show far more things than a few thousand captioned pictures do, only blurred.</value>
    public int? SmallPictures { get; set; }

    /// <summary>Gets or sets the largest share of another picture that is laid over a picture, half of the time.</summary>
    /// <value>The default is 0.5. Mixtures cannot be learned by heart, of which a few thousand pictures are in danger.</value>
    public float Blend { get; set; } = 0.5f;

    /// <summary>Gets or sets the share of the image tower's weights that is lost in a step on captioned pictures, times the learning rate.</summary>
    /// <value>The default is 0.5.</value>
    public float WeightDecay { get; set; } = 0.5f;

    /// <summary>Gets or sets where every step is reported.</summary>
    public IProgress<TrainingProgress>? Progress { get; set; }

    internal DualEncoderTrainingOptions ToTraining()
    {
        var pictures = Path.Combine(DataFolder, "tinyimages32");
        var sentences = Path.Combine(DataFolder, "text");
        return new DualEncoderTrainingOptions
        {
            Captions = Path.Combine(DataFolder, "flickr8k"),
            Output = WorkFolder,
            From = FromPack,
            LabelledPictures = Directory.Exists(pictures) ? pictures : null,
            Sentences = Directory.Exists(sentences) ? sentences : null,
            Teacher = TeacherFile,
            Seed = Seed,
            Threads = Threads,
            LabelledSteps = LabelledSteps,
            TextSteps = TextSteps,
            Steps = Steps,
            FurtherSteps = FurtherSteps,
            Views = Views,
            SmallPictures = SmallPictures ?? (Directory.Exists(pictures) ? ManySmallPictures : 0),
            Blend = Blend,
            WeightDecay = WeightDecay,
        };
    }
}
