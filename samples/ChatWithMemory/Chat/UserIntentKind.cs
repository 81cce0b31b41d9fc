namespace ChatWithMemory.Chat;

/// <summary>The kinds of messages that the local chat client tells apart.</summary>
internal enum UserIntentKind
{
    Ask,
    Remember,
    Forget,
    Yes,
    No,
}
