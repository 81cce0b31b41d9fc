namespace Reminisce.Memory.Time;

/// <summary>A word, a number or a sign of a question, with its place in it.</summary>
/// <param name="Text">The token in lower case.</param>
/// <param name="Start">Where it begins in the question.</param>
/// <param name="Length">How many characters it has there.</param>
/// <param name="Number">Its value when it is a number.</param>
/// <param name="IsOrdinal">Whether it is written as an ordinal: <c>3rd</c>.</param>
/// <param name="IsCapitalized">Whether it begins with a capital letter.</param>
internal readonly record struct TimeToken(string Text, int Start, int Length, int? Number, bool IsOrdinal, bool IsCapitalized)
{
    /// <summary>Gets where it ends in the question.</summary>
    public int End => Start + Length;
}
