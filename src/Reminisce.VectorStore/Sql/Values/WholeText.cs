namespace Reminisce.VectorData.Sql.Values;

/// <summary>Refuses names and keys that the database could only hold changed.</summary>
internal static class WholeText
{
    /// <exception cref="ArgumentException">The text holds half of a surrogate pair: in UTF-8 all such halves become one and the same sign.</exception>
    public static void Check(string text, string what, string parameter)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
            {
                continue;
            }

            if (!char.IsHighSurrogate(text[i]) || i + 1 == text.Length || !char.IsLowSurrogate(text[i + 1]))
            {
                throw new ArgumentException($"The {what} holds half of a surrogate pair at position {i}, which is no character: give whole characters.", parameter);
            }

            i++;
        }
    }
}
