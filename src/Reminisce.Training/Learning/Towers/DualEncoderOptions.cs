namespace Reminisce.Training.Learning.Towers;

/// <summary>Sizes of a small image and text encoder pair that is trained from scratch.</summary>
internal sealed record DualEncoderOptions
{
    /// <value>Edge of the square picture in pixels; a multiple of <see cref="Patch"/>. Default 112.</value>
    public int ImageSize { get; init; } = 112;

    /// <value>Edge of the square of pixels that a token stands for; a power of two from 4 on. Default 16.</value>
    public int Patch { get; init; } = 16;

    /// <value>Width of an image token. Default 192.</value>
    public int ImageWidth { get; init; } = 192;

    /// <value>Blocks of the image tower. Default 8.</value>
    public int ImageLayers { get; init; } = 8;

    public int ImageHeads { get; init; } = 6;

    /// <value>Width inside the blocks' networks, as a multiple of the token's. Default 2.</value>
    public int Expansion { get; init; } = 2;

    /// <value>An exit after each so many image blocks. Default 2.</value>
    public int ImageExitEvery { get; init; } = 2;

    public int TextWidth { get; init; } = 192;

    public int TextLayers { get; init; } = 4;

    public int TextHeads { get; init; } = 6;

    /// <value>Tokens of a caption in training, the two marks included. Default 20.</value>
    public int TextTokens { get; init; } = 20;

    /// <value>Longest text of the finished tower in tokens. Default 128.</value>
    public int MaxTextTokens { get; init; } = 128;

    public int Vocabulary { get; init; } = 9000;

    /// <value>Length of an embedding. Default 128.</value>
    public int Dimensions { get; init; } = 128;

    /// <value>Channels that each text token of the finished tower carries beside its width, past all blocks: which piece it is. Less than <see cref="Dimensions"/>. Default 64.</value>
    public int TextSignature { get; init; } = 64;

    public string Activation { get; init; } = "Gelu";

    /// <summary>Tokens along one edge of the picture.</summary>
    public int Grid => ImageSize / Patch;

    public IReadOnlyList<int> ImageExits => [.. Enumerable.Range(1, ImageLayers).Where(l => l % ImageExitEvery == 0 || l == ImageLayers)];
}
