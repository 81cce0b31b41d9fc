namespace Reminisce.Encoders;

/// <summary>Cuts text into the token numbers of a text tower.</summary>
/// <remarks>Immutable; safe to share between threads.</remarks>
internal interface ITextTokenizer
{
    /// <summary>Gets the number that fills a batch up.</summary>
    int PaddingId { get; }

    /// <summary>Cuts a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="truncated">Whether it has more tokens than the tower takes; those given are its beginning.</param>
    /// <returns>2 to the tower's largest number of tokens.</returns>
    /// <exception cref="TextException">The text is empty or holds only blanks and control characters.</exception>
    int[] Encode(string text, out bool truncated);
}
