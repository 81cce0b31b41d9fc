namespace Reminisce.Memory;

/// <summary>A token does not confirm a forget: it is unknown, was used, has ended, or the memories changed since its preview.</summary>
/// <remarks>Nothing was removed; ask for a new preview. The message is for the operator and holds no content of memories.</remarks>
public sealed class ForgetTokenException : InvalidOperationException
{
    /// <summary>Initialises the exception.</summary>
    /// <param name="message">Why the token is refused and what to do.</param>
    /// <param name="innerException">The cause, where there is one.</param>
    public ForgetTokenException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
