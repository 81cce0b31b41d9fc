using System.Globalization;
using System.Text;

namespace Reminisce.Memory.Rendering;

/// <summary>Makes text of a memory fit to be shown to a model as data.</summary>
internal static class DataText
{
    private const int ZeroWidthNonJoiner = 0x200C;
    private const int ZeroWidthJoiner = 0x200D;

    /// <summary>Removes what a person would not see and bounds the length.</summary>
    /// <remarks>
    /// Invisible format characters (direction overrides, tag characters) can carry words that only a model reads; the two
    /// joiners stay because scripts and emoji need them.
    /// </remarks>
    public static string Clean(string text, int maximumLength)
    {
        var clean = new StringBuilder(Math.Min(text.Length, maximumLength + 2));
        foreach (var rune in text.EnumerateRunes())
        {
            if (clean.Length + rune.Utf16SequenceLength > maximumLength)
            {
                return clean.Append('…').ToString();
            }

            if (IsVisible(rune))
            {
                clean.Append(rune.ToString());
            }
        }

        return clean.ToString();
    }

    private static bool IsVisible(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.Control => rune.Value is '\n' or '\t',
        UnicodeCategory.Format => rune.Value is ZeroWidthJoiner or ZeroWidthNonJoiner,
        UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned or UnicodeCategory.Surrogate => false,
        _ => true,
    };
}
