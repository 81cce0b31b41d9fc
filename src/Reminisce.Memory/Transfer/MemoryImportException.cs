namespace Reminisce.Memory;

/// <summary>An export is incomplete, damaged, or not of a form that can be read; nothing was stored.</summary>
public sealed class MemoryImportException : FormatException
{
    /// <summary>Initialises the exception.</summary>
    /// <param name="line">The line at fault, counted from 1.</param>
    /// <param name="message">What is wrong and what to do; holds no content of memories.</param>
    /// <param name="innerException">The cause, where there is one.</param>
    public MemoryImportException(int line, string message, Exception? innerException = null)
        : base($"Line {line}: {message}", innerException) => Line = line;

    /// <summary>Gets the line at fault, counted from 1.</summary>
    public int Line { get; }
}
