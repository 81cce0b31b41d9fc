using System.Globalization;

namespace Reminisce.Memory.Time;

/// <summary>Splits a question into the tokens of phrases of time.</summary>
/// <remarks>
/// Words are runs of letters and digits, every Han character is a token of its own, every other sign but white space too.
/// A run that mixes digits and letters is a word (<c>mp3</c>, <c>q3</c>), unless the letters are an ordinal suffix or a half of the day (<c>3pm</c>).
/// </remarks>
internal static class TimeTokenizer
{
    private const int MaximumNumberDigits = 6;

    public static List<TimeToken> Tokenize(string text, int maximum = int.MaxValue)
    {
        var tokens = new List<TimeToken>();
        for (var i = 0; i < text.Length && tokens.Count < maximum;)
        {
            if (char.IsWhiteSpace(text[i]))
            {
                i++;
                continue;
            }

            var end = i + 1;
            if (IsWordCharacter(text[i]))
            {
                while (end < text.Length && IsWordCharacter(text[end]))
                {
                    end++;
                }

                end = BeforeHalf(text, i, end);
            }

            tokens.Add(Read(text, i, end - i));
            i = end;
        }

        return tokens;
    }

    /// <summary>Tells whether words stand at a place among the tokens.</summary>
    public static bool StandsAt(IReadOnlyList<TimeToken> tokens, string[] words, int position)
    {
        if (position + words.Length > tokens.Count)
        {
            return false;
        }

        for (var i = 0; i < words.Length; i++)
        {
            if (tokens[position + i].Text != words[i])
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Cuts "3pm" before its half of the day.</summary>
    private static int BeforeHalf(string text, int start, int end) =>
        end - start is 3 or 4 && char.IsAsciiDigit(text[end - 3]) && char.IsAsciiDigit(text[start]) && text.AsSpan(end - 2, 2) is ['a' or 'A' or 'p' or 'P', 'm' or 'M']
            ? end - 2
            : end;

    private static TimeToken Read(string text, int start, int length)
    {
        var raw = text.Substring(start, length);
        var digits = 0;
        while (digits < raw.Length && char.IsAsciiDigit(raw[digits]))
        {
            digits++;
        }

        var suffix = raw[digits..].ToLowerInvariant();
        var isOrdinal = digits > 0 && suffix is "st" or "nd" or "rd" or "th";
        int? number = digits is > 0 and <= MaximumNumberDigits && (digits == raw.Length || isOrdinal)
            ? int.Parse(raw.AsSpan(0, digits), CultureInfo.InvariantCulture)
            : null;
        var lowered = raw.ToLowerInvariant();
        return new TimeToken(Plain(lowered), start, length, number, isOrdinal && number is not null, char.IsUpper(raw[0]));
    }

    private static string Plain(string sign) => sign switch
    {
        "\u2010" or "\u2013" or "\u2014" or "\u2212" => "-",
        "\u2019" => "'",
        "\uff0c" => ",",
        _ => sign,
    };

    private static bool IsWordCharacter(char c) => char.IsLetterOrDigit(c) && !IsHan(c);

    private static bool IsHan(char c) => c is (>= '\u4e00' and <= '\u9fff') or (>= '\u3400' and <= '\u4dbf') or '\u3007';
}
