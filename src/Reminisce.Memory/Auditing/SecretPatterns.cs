using System.Text.RegularExpressions;

namespace Reminisce.Memory.Auditing;

/// <summary>Knows the forms of keys, card numbers and passwords.</summary>
/// <remarks>Takes time in proportion to the length of a text, whatever stands in it.</remarks>
internal static class SecretPatterns
{
    private static readonly (string Name, Regex Form, Func<Match, bool>? Check)[] s_patterns =
    [
        ("a private key", Form("-----BEGIN (?:[A-Z0-9]{2,12} ){0,2}PRIVATE KEY-----"), null),
        ("an AWS access key", Form(@"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b"), null),
        ("a GitHub token", Form(@"\b(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{22,})\b"), null),
        ("a Stripe key", Form(@"\b[sr]k_(?:live|test)_[0-9A-Za-z]{16,}\b"), null),
        ("an API key", Form(@"\bsk-[A-Za-z0-9_-]{20,}"), null),
        ("a Slack token", Form(@"\bxox[abeprs]-[A-Za-z0-9-]{10,}"), null),
        ("a Google API key", Form(@"\bAIza[0-9A-Za-z_-]{35}"), null),
        ("a signed web token", Form(@"\beyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}"), null),
        ("a password in an address", Form(@"\b[A-Za-z][A-Za-z0-9+.-]{1,20}://[^\s:/@]+:[^\s:/@]+@"), null),
        ("a password", Form(@"\b(?:password|passwd|passphrase|passcode|pwd|passwort|kennwort|contraseña|mot de passe)s?\s{0,3}[:=：]\s{0,3}(?<value>\S{4,})", RegexOptions.IgnoreCase), m => !IsMask(m.Groups["value"].Value)),
        ("a password", Form(@"\b(?:password|passphrase|passcode|passwort|kennwort|contraseña|mot de passe)\s{1,3}(?:is|was|ist|lautet|es|est)\s{1,3}(?<value>\S{4,})", RegexOptions.IgnoreCase), m => m.Groups["value"].Value is var v && !IsMask(v) && v.Any(c => !char.IsLetter(c) && c is not ('.' or ',' or '!' or '?'))),
        ("a password", Form(@"(?:密码|口令|パスワード|비밀번호)\s{0,3}(?:是|为|は|[:=：])\s{0,3}(?<value>[!-~]{4,})"), m => !IsMask(m.Groups["value"].Value)),
        ("a PIN", Form(@"\bPIN\s{0,3}(?:code\s{0,3})?(?:is|ist|[:=：])\s{0,3}[0-9]{4,8}\b"), null),
        ("a card number", Form(@"\b[2-6][0-9]{3}(?:[ -]?[0-9]){9,15}\b"), m => IsCard(m.Value)),
    ];

    /// <summary>Finds secrets in a text.</summary>
    /// <returns>What it seems to be and where it begins, never the secret itself.</returns>
    public static IReadOnlyList<(string Name, int Position)> Find(string text)
    {
        var found = new List<(string Name, int Position)>();
        foreach (var (name, form, check) in s_patterns)
        {
            found.AddRange(form.Matches(text).Where(m => check is null || check(m)).Select(m => (name, m.Index)));
        }

        return [.. found.OrderBy(f => f.Position)];
    }

    /// <summary>Tells whether digits end with the check digit of card numbers (Luhn).</summary>
    public static bool IsCard(string number)
    {
        int[] digits = [.. number.Where(char.IsAsciiDigit).Select(c => c - '0')];
        if (digits.Length is < 13 or > 19 || digits.Distinct().Count() < 2)
        {
            return false;
        }

        var sum = 0;
        for (var i = 0; i < digits.Length; i++)
        {
            var digit = digits[^(i + 1)] * (1 + (i % 2));
            sum += digit > 9 ? digit - 9 : digit;
        }

        return sum % 10 == 0;
    }

    private static bool IsMask(string value) => value.All(c => c is '*' or '•' or 'x' or 'X' or '.' or '-' or '_' or '<' or '>');

    // Without backtracking no text can make a search slow.
    private static Regex Form(string pattern, RegexOptions options = RegexOptions.None) =>
        new(pattern, options | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
}
