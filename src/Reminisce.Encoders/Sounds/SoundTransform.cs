namespace Reminisce.Encoders;

/// <summary>How a sound becomes a tensor: rate, span, frames, bands and levels.</summary>
/// <remarks>Immutable.</remarks>
internal sealed partial record SoundTransform : ITowerInput
{
    public string Name => GraphContract.InputFeatures;

    /// <summary>Gets the shape: <c>[bands, frames]</c>, or <c>[frames, bands]</c>, or <c>[1, frames, bands]</c>.</summary>
    public required IReadOnlyList<int> Shape { get; init; }

    /// <summary>Gets the samples a second.</summary>
    public required int SampleRate { get; init; }

    /// <summary>Gets the samples that the tower looks at; longer sounds are cut there.</summary>
    public required int Samples { get; init; }

    /// <summary>Gets the frames of the tensor.</summary>
    public required int Frames { get; init; }

    /// <summary>Gets how shorter sounds are filled up.</summary>
    public required SoundPadding Padding { get; init; }

    public required FrameShape Frame { get; init; }

    public required MelFilters Filters { get; init; }

    public required LevelScale Levels { get; init; }

    /// <summary>Gets whether all frames of one band lie together, or all bands of one frame.</summary>
    public bool BandsFirst { get; init; }
}
