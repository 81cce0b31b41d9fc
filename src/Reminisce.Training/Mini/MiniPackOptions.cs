using Reminisce.Training.Image;
using Reminisce.Training.Towers;

namespace Reminisce.Training;

/// <summary>What a provisional model pack is built from, and how large it becomes.</summary>
public sealed class MiniPackOptions
{
    /// <summary>Gets or sets the folder with <c>flickr8k</c> and, where they are, <c>text</c> and <c>dialogues</c>.</summary>
    public required string DataFolder { get; set; }

    /// <summary>Gets or sets the folder that the pack is written to; it is created.</summary>
    public required string OutputFolder { get; set; }

    /// <summary>Gets or sets the seed of every random choice. Equal seeds and data give equal packs.</summary>
    /// <value>The default is 7.</value>
    public int Seed { get; set; } = 7;

    /// <summary>Gets or sets where the steps are reported.</summary>
    public IProgress<BuildStep>? Progress { get; set; }

    internal int Dimensions { get; init; } = 160;

    internal int Meaning { get; init; } = 144;

    internal int Signature { get; init; } = 32;

    internal int VocabularySize { get; init; } = 9000;

    internal int VocabularyParts { get; init; } = 1500;

    internal int FitTokens { get; init; } = 24;

    internal int CaptionsPerImage { get; init; } = 3;

    internal ImageGeometry Picture { get; init; } = new();

    internal TowerShape ImageShape { get; init; } = new()
    {
        Tokens = 49,
        Content = 256,
        Growth = 40,
        Blocks = 6,
        Hidden = 768,
        Reduced = 160,
        ValueSize = 96,
        MatchSize = 16,
        Masked = false,
        Exits = [2, 4, 6],
    };

    internal TowerShape TextShape { get; init; } = new()
    {
        Tokens = 64,
        Content = 176,
        Growth = 32,
        Blocks = 4,
        Hidden = 512,
        Reduced = 128,
        ValueSize = 48,
        MatchSize = 16,
        GrowthScale = 0.3,
        Masked = true,
        Exits = [1, 2, 4],
    };
}
