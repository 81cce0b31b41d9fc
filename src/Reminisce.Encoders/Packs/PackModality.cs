namespace Reminisce.Encoders;

/// <summary>The kinds of content a tower may encode in format version 1.</summary>
public static class PackModality
{
    /// <summary>Pictures.</summary>
    public const string Image = "image";

    /// <summary>Text.</summary>
    public const string Text = "text";

    /// <summary>Sounds.</summary>
    public const string Audio = "audio";

    /// <summary>Motion of an inertial sensor: acceleration and rotation.</summary>
    public const string Motion = "motion";
}
