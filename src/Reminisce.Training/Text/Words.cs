namespace Reminisce.Training.Text;

/// <summary>Splits text the way a lower-casing BERT tokenizer does before it looks for pieces.</summary>
internal static class Words
{
    /// <summary>Lower-cases, cuts at white space, and makes every punctuation mark a word.</summary>
    public static IEnumerable<string> Split(string text)
    {
        var start = -1;
        var lower = text.ToLowerInvariant();
        for (var i = 0; i < lower.Length; i++)
        {
            var c = lower[i];
            var mark = char.IsPunctuation(c) || char.IsSymbol(c);
            if (!mark && !char.IsWhiteSpace(c) && !char.IsControl(c))
            {
                start = start < 0 ? i : start;
                continue;
            }

            if (start >= 0)
            {
                yield return lower[start..i];
                start = -1;
            }

            if (mark)
            {
                yield return c.ToString();
            }
        }

        if (start >= 0)
        {
            yield return lower[start..];
        }
    }
}
