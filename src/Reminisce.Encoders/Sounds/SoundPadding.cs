namespace Reminisce.Encoders;

/// <summary>How a sound shorter than the tower's span is filled up.</summary>
internal enum SoundPadding
{
    /// <summary>With silence.</summary>
    Silence,

    /// <summary>With itself, as often as it fits whole, then with silence.</summary>
    WholeRepeats,

    /// <summary>With itself, cut at the end.</summary>
    Repeats,
}
