namespace Reminisce.Training;

/// <summary>An exported encoder cannot become a pack: a file of it is missing, damaged, unsafe, or of a kind that cannot be cut.</summary>
/// <remarks>The message names the file, what was looked for and what was found; it holds no absolute path.</remarks>
public sealed class SourceModelException : Exception
{
    /// <summary>Initialises the exception from its three parts.</summary>
    /// <param name="file">The file's name.</param>
    /// <param name="expected">What was looked for.</param>
    /// <param name="found">What the file holds; where a graph cannot be cut, the node at which the cuts end.</param>
    /// <param name="innerException">The cause, where there is one.</param>
    public SourceModelException(string file, string expected, string found, Exception? innerException = null)
        : base($"No pack can be built: '{file}' should have {expected}, but has {found}.", innerException)
    {
        File = file;
        Expected = expected;
        Found = found;
    }

    /// <summary>Gets the file's name.</summary>
    public string File { get; }

    /// <summary>Gets what was looked for.</summary>
    public string Expected { get; }

    /// <summary>Gets what was found.</summary>
    public string Found { get; }
}
