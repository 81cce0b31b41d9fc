namespace Reminisce.Encoders;

/// <summary>A text holds nothing that could be encoded.</summary>
public sealed class TextException : ContentException
{
    /// <summary>Initialises the exception.</summary>
    /// <param name="message">What was given, what was expected, what to do.</param>
    /// <param name="innerException">The cause, where there is one.</param>
    public TextException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
