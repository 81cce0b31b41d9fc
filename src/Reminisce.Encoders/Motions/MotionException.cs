namespace Reminisce.Encoders;

/// <summary>A motion recording is empty, damaged, out of order, or has gaps.</summary>
public sealed class MotionException : ContentException
{
    /// <summary>Initialises the exception.</summary>
    /// <param name="message">What was given, what was expected, what to do.</param>
    /// <param name="innerException">The cause, where there is one.</param>
    public MotionException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
