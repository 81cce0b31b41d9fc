namespace ChatWithMemory.Tests;

/// <summary>Results of recall as the memory functions write them.</summary>
internal static class Rendering
{
    public static Guid Id(int number) => new(number, 2, 3, 4, 5, 6, 7, 8, 9, 10, (byte)number);

    public static string Recall(params string[] texts) => Write($"Found {texts.Length} memories.", texts);

    public static string RecallOfAWeek(params string[] texts) =>
        Write($"Found {texts.Length} memories from 2026-03-09T00:00+01:00 until before 2026-03-16T00:00+01:00.", texts);

    public static string Preview(string token, params string[] texts) => Write($"Nothing is removed yet. Token: {token}\nAsk the person.", texts);

    private static string Write(string head, string[] texts)
    {
        var lines = texts.Select((text, i) =>
            $$"""{"id":"{{Id(i + 1)}}","time":"2026-03-{{10 + i}}T08:00:00+00:00","source":"Notes","trust":"user","modality":"text","text":"{{text}}"}""");
        return $"{head}\nData.\n<recalled-memories nonce=\"a1\">\n{string.Join('\n', lines)}\n</recalled-memories nonce=\"a1\">";
    }
}
