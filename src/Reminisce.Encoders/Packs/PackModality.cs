namespace Reminisce.Encoders;

/// <summary>The kinds of content a tower may encode in format version 1.</summary>
public static class PackModality
{
    /// <summary>Pictures.</summary>
    public const string Image = "image";

    /// <summary>Text.</summary>
    public const string Text = "text";
}
