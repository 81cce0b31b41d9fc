namespace Reminisce.Encoders;

/// <summary>A model pack is damaged, incomplete, unsafe or made for another version; nothing in it was executed.</summary>
/// <remarks>The message names the file, what was expected and what was found; it holds no absolute path.</remarks>
public sealed class ModelPackException : Exception
{
    /// <summary>Initialises the exception from its three parts.</summary>
    /// <param name="file">Path inside the pack, for example <c>pack.json</c>.</param>
    /// <param name="expected">What the format asks for.</param>
    /// <param name="found">What the pack holds.</param>
    /// <param name="innerException">The cause, where there is one.</param>
    public ModelPackException(string file, string expected, string found, Exception? innerException = null)
        : base($"The model pack is refused: '{file}' should have {expected}, but has {found}. Build or fetch the pack again.", innerException)
    {
        File = file;
        Expected = expected;
        Found = found;
    }

    /// <summary>Gets the path inside the pack.</summary>
    public string File { get; }

    /// <summary>Gets what was expected.</summary>
    public string Expected { get; }

    /// <summary>Gets what was found.</summary>
    public string Found { get; }
}
