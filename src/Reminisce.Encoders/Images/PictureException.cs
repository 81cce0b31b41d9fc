namespace Reminisce.Encoders;

/// <summary>A picture is empty, damaged, of an unknown kind, or larger than the limits.</summary>
public sealed class PictureException : ContentException
{
    /// <summary>Initialises the exception.</summary>
    /// <param name="message">What was given, what was expected, what to do.</param>
    /// <param name="innerException">The cause, where there is one.</param>
    public PictureException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
