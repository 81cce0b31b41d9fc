namespace ChatWithMemory.Hosting;

/// <summary>The system's clock, or one that stands still at a given instant, in a given zone.</summary>
internal sealed class ChatClock(DateTimeOffset? now, TimeZoneInfo zone) : TimeProvider
{
    public override TimeZoneInfo LocalTimeZone => zone;

    public override DateTimeOffset GetUtcNow() => now?.ToUniversalTime() ?? System.GetUtcNow();
}
