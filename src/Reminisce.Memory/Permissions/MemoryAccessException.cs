namespace Reminisce.Memory;

/// <summary>An agent may not do what it asked for; nothing was changed.</summary>
/// <remarks>The message names agent and right, never a memory that the agent may not read.</remarks>
public sealed class MemoryAccessException : UnauthorizedAccessException
{
    /// <summary>Initialises the exception.</summary>
    /// <param name="message">What is refused, and what would be needed.</param>
    /// <param name="innerException">The cause, where there is one.</param>
    public MemoryAccessException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
