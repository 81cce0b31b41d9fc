namespace Reminisce.Training.Pairing;

/// <summary>Sizes and rates of <see cref="PairTraining"/>; the defaults were chosen on pictures held out of the train split.</summary>
internal sealed record PairingSettings
{
    public int Dimensions { get; init; } = 128;

    /// <value>Width of the text tower: how many directions of meaning a word has. Default 1024.</value>
    public int Width { get; init; } = 1024;

    public int Vocabulary { get; init; } = 6000;

    public int Units { get; init; } = 256;

    public double ShrinkItems { get; init; } = 0.1;

    public double ShrinkQueries { get; init; } = 0.5;

    public int Batch { get; init; } = 512;

    public int Captions { get; init; } = 2;

    /// <value>Longest caption in training, in tokens. Default 24.</value>
    public int Tokens { get; init; } = 24;

    /// <value>Deviation of what is added to standardised features. Default 0.7.</value>
    public float Noise { get; init; } = 0.7f;

    /// <value>Share of words that a caption loses. Default 0.2.</value>
    public float WordLoss { get; init; } = 0.2f;

    public float Rate { get; init; } = 2e-4f;

    public float Decay { get; init; } = 1;

    public int Epochs { get; init; } = 20;

    /// <value>One over the temperature that contrast begins at. Default 20.</value>
    public float Scale { get; init; } = 20;

    public int Seed { get; init; } = 1;

    public int Threads { get; init; } = 1;
}
