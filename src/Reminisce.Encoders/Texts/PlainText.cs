using System.Text;

namespace Reminisce.Encoders;

/// <summary>Makes any string fit for a tokenizer.</summary>
internal static class PlainText
{
    // No word of a vocabulary is near this long, so what lies behind never reaches the tower.
    private const int MaxCharactersPerToken = 64;

    /// <summary>Cuts to a bounded length, replaces halves of surrogate pairs, and composes (NFC).</summary>
    /// <exception cref="TextException">The text is empty or blank.</exception>
    public static string Clean(string text, int maxTokens)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            throw new TextException("The text is empty; give at least one word.");
        }

        var span = text.AsSpan(0, (int)Math.Min(text.Length, (long)maxTokens * MaxCharactersPerToken));
        var builder = new StringBuilder(span.Length);
        foreach (var rune in span.EnumerateRunes())
        {
            // The composer takes a byte order mark the wrong way round for damage and throws.
            builder.Append(rune.Value == 0xFFFE ? "\uFFFD" : rune.ToString());
        }

        return builder.ToString().Normalize(NormalizationForm.FormC);
    }

    /// <summary>Makes the failure of a text of which nothing is left.</summary>
    public static TextException Nothing() => new("The text holds only blanks and control characters; give at least one word.");
}
