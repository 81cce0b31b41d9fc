using System.Text;

namespace Reminisce.Encoders;

/// <summary>Makes any string fit for a tokenizer.</summary>
internal static class PlainText
{
    // No word of a vocabulary is near this long, so what lies behind never reaches the tower.
    private const int MaxCharactersPerToken = 64;

    /// <summary>Cuts to a bounded length, replaces halves of surrogate pairs, and composes (NFC).</summary>
    /// <param name="text">The text.</param>
    /// <param name="maxTokens">The tower's most tokens.</param>
    /// <param name="truncated">Whether characters were cut off.</param>
    /// <exception cref="TextException">The text is empty or blank.</exception>
    public static string Clean(string text, int maxTokens, out bool truncated)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            throw new TextException("The text is empty; give at least one word.");
        }

        var span = text.AsSpan(0, (int)Math.Min(text.Length, (long)maxTokens * MaxCharactersPerToken));
        truncated = span.Length < text.Length;
        var builder = new StringBuilder(span.Length);
        foreach (var rune in span.EnumerateRunes())
        {
            // The composer takes a byte order mark the wrong way round for damage and throws.
            builder.Append(rune.Value == 0xFFFE ? "\uFFFD" : rune.ToString());
        }

        return builder.ToString().Normalize(NormalizationForm.FormC);
    }

    /// <summary>Puts a text's tokens between its special ones and cuts off what the tower does not take.</summary>
    /// <param name="begin">The tokens before a text.</param>
    /// <param name="pieces">The text's tokens, one more than fit where there are more.</param>
    /// <param name="most">The most of them that fit.</param>
    /// <param name="end">The token behind a text.</param>
    /// <param name="truncated">Set where some are cut off.</param>
    /// <exception cref="TextException">There are none.</exception>
    public static int[] Frame(ReadOnlySpan<int> begin, IReadOnlyList<int> pieces, int most, int end, ref bool truncated)
    {
        if (pieces.Count == 0)
        {
            throw new TextException("The text holds only blanks and control characters; give at least one word.");
        }

        truncated |= pieces.Count > most;
        return [.. begin, .. pieces.Take(most), end];
    }
}
