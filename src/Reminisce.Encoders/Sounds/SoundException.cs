namespace Reminisce.Encoders;

/// <summary>A sound is empty, damaged, cut short, of an unknown kind, or larger than the limits.</summary>
public sealed class SoundException : ContentException
{
    /// <summary>Initialises the exception.</summary>
    /// <param name="message">What was given, what was expected, what to do.</param>
    /// <param name="innerException">The cause, where there is one.</param>
    public SoundException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
