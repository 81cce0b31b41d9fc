namespace Reminisce.Memory.Tests.Fakes;

/// <summary>Memories and results made by hand, for what only shows them.</summary>
internal static class Items
{
    public static readonly DateTimeOffset At = new(2026, 5, 19, 12, 0, 0, TimeSpan.Zero);

    public static MemoryItem Item(string text, string source = "Notes", TrustTier trust = TrustTier.User) => new()
    {
        Id = new Guid(text.Length, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10),
        OccurredAt = At,
        RecordedAt = At,
        Modality = Modality.Text,
        Source = source,
        Text = text,
        Trust = trust,
    };

    public static RecallResult Found(params MemoryItem[] items) => new([.. items.Select(item => new RecalledMemory(item, 1, "words"))], null, null);
}
