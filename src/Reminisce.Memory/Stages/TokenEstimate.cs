using System.Globalization;

namespace Reminisce.Memory.Stages;

/// <summary>Counts tokens without a tokenizer: four letters a token where words have spaces, one a character where they have none.</summary>
internal static class TokenEstimate
{
    private const int LettersOfAToken = 4;

    public static int Of(string text)
    {
        var (letters, whole) = (0, 0);
        foreach (var c in text)
        {
            var isWhole = c >= '\u2e80' && char.GetUnicodeCategory(c) is UnicodeCategory.OtherLetter or UnicodeCategory.Surrogate;
            whole += isWhole ? 1 : 0;
            letters += isWhole ? 0 : 1;
        }

        return whole + ((letters + LettersOfAToken - 1) / LettersOfAToken);
    }
}
