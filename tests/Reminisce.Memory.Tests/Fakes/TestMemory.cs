using System.Globalization;
using System.Text;
using Microsoft.Extensions.Time.Testing;

namespace Reminisce.Memory.Tests.Fakes;

/// <summary>A memory over a brute-force index and a clock that stands at Wednesday, 18 November 2026, 15:30 in Berlin.</summary>
internal sealed class TestMemory
{
    private static readonly TimeZoneInfo s_zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    public TestMemory(InMemoryIndex? index = null, FakeTimeProvider? clock = null)
    {
        Index = index ?? new InMemoryIndex();
        Clock = clock ?? new FakeTimeProvider(At("2026-11-18T15:30"));
        Clock.SetLocalTimeZone(s_zone);
        Memory = new ReminisceMemory(Index, new MemoryOptions { TimeZone = s_zone }, Clock, pictures: new FakePictures());
    }

    public InMemoryIndex Index { get; }

    public FakeTimeProvider Clock { get; }

    public ReminisceMemory Memory { get; }

    public static DateTimeOffset At(string local)
    {
        var time = DateTime.Parse(local, CultureInfo.InvariantCulture);
        return new DateTimeOffset(time, s_zone.GetUtcOffset(time));
    }

    public static MemoryInput Note(string text, string at, MemoryScope? scope = null, TrustTier trust = TrustTier.User) =>
        new() { Text = text, OccurredAt = At(at), Source = "notes", Scope = scope ?? MemoryScope.Default, Trust = trust };

    public static MemoryInput Picture(string shows, string at, string? text = null) =>
        new() { Text = text, Media = Encoding.UTF8.GetBytes(shows), MediaType = "image/png", OccurredAt = At(at), Source = "camera" };

    public async Task<Guid> AddAsync(MemoryInput input)
    {
        var result = Assert.Single(await Memory.RememberAsync([input]));
        Assert.Equal(RememberOutcome.Stored, result.Outcome);
        return result.Id!.Value;
    }

    public Task<Guid> AddAsync(string text, string at) => AddAsync(Note(text, at));

    public async Task<IReadOnlyList<string>> RecallTextsAsync(string query) =>
        [.. (await Memory.RecallAsync(new RecallRequest { Query = query })).Memories.Select(m => m.Item.Text)];
}
