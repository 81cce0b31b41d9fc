using System.Text.RegularExpressions;

namespace ChatWithMemory.Chat;

/// <summary>What a message of the person asks for, read by rules.</summary>
internal sealed partial record UserIntent(UserIntentKind Kind, string Text)
{
    public static UserIntent Read(string message)
    {
        var text = message.Trim();
        if (RememberPattern().Match(text) is { Success: true } remember)
        {
            return new UserIntent(UserIntentKind.Remember, remember.Groups["what"].Value.Trim());
        }

        if (ForgetPattern().Match(text) is { Success: true } forget)
        {
            return new UserIntent(UserIntentKind.Forget, forget.Groups["what"].Value.Trim());
        }

        if (YesPattern().IsMatch(text))
        {
            return new UserIntent(UserIntentKind.Yes, text);
        }

        return NoPattern().IsMatch(text) ? new UserIntent(UserIntentKind.No, text) : new UserIntent(UserIntentKind.Ask, text);
    }

    // "Do you remember ...?" and "remember when ...?" are questions, so the verb must open the message and a fact must follow.
    [GeneratedRegex(@"^(please\s+)?(remember|note|keep in mind|do not forget|don't forget)\s*(that\b|:)\s*(?<what>.*\S)", RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex RememberPattern();

    [GeneratedRegex(@"^(please\s+)?(forget|delete|remove|erase)\s+(about\s+)?(?<what>.*\S)", RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex ForgetPattern();

    [GeneratedRegex(@"^(yes|y|yes please|yep|ok|confirm|do it|go ahead)\s*[.!]*$", RegexOptions.IgnoreCase)]
    private static partial Regex YesPattern();

    [GeneratedRegex(@"^(no|n|nope|cancel|stop|keep (it|them))\s*[.!]*$", RegexOptions.IgnoreCase)]
    private static partial Regex NoPattern();
}
