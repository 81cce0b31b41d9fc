namespace Reminisce.Training.Image;

/// <summary>Sizes of the image tower.</summary>
internal sealed record ImageGeometry
{
    public int Size { get; init; } = 144;

    /// <summary>Side of a filter in pixels, at both scales.</summary>
    public int Patch { get; init; } = 7;

    /// <summary>Step of the filters in pixels.</summary>
    public int Stride { get; init; } = 3;

    /// <summary>Filters per scale.</summary>
    public int Filters { get; init; } = 192;

    /// <summary>Tokens per side; a token is one cell of the picture.</summary>
    public int Grid { get; init; } = 7;

    public int Tokens => Grid * Grid;

    public int Colors { get; init; } = 48;

    public int PatchLength => 3 * Patch * Patch;
}
