namespace Reminisce.Encoders;

/// <summary>An item cannot be encoded because of what it holds; the message is one sentence for a person.</summary>
public class ContentException : Exception
{
    /// <summary>Initialises the exception.</summary>
    /// <param name="message">What was given, what was expected, what to do.</param>
    /// <param name="innerException">The cause, where there is one.</param>
    public ContentException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
