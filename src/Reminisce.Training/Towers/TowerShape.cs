namespace Reminisce.Training.Towers;

/// <summary>Sizes of a transformer tower whose blocks each fill channels of their own.</summary>
/// <remarks>
/// The residual stream has <see cref="Width"/> channels: <see cref="Content"/> from the first layer, then
/// <see cref="Growth"/> for each block. A block reads everything before it and adds to its own channels, so a deeper
/// exit knows all that a shallower one knows.
/// </remarks>
internal sealed record TowerShape
{
    public const int Heads = 4;

    /// <summary>Largest number of tokens.</summary>
    public required int Tokens { get; init; }

    public required int Content { get; init; }

    public required int Growth { get; init; }

    public required int Blocks { get; init; }

    /// <summary>Hidden units of a block.</summary>
    public required int Hidden { get; init; }

    /// <summary>Whitened components that the hidden units look at.</summary>
    public required int Reduced { get; init; }

    /// <summary>Components that attention carries from token to token.</summary>
    public required int ValueSize { get; init; }

    /// <summary>Components by which the content heads match tokens.</summary>
    public required int MatchSize { get; init; }

    /// <summary>Deviation of a block's channels relative to the content channels: how much a head trusts them beside the content.</summary>
    public double GrowthScale { get; init; } = 1;

    /// <summary>Whether items have different numbers of tokens, told by an attention mask.</summary>
    public required bool Masked { get; init; }

    /// <summary>Layers after which an item may stop, ascending; the last is the number of blocks.</summary>
    public required IReadOnlyList<int> Exits { get; init; }

    public int Width => Content + (Blocks * Growth);

    /// <summary>Channels filled after some blocks.</summary>
    public int Filled(int layer) => Content + (layer * Growth);
}
