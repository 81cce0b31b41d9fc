using System.Text.Json;

namespace Reminisce.Memory.Storage;

/// <summary>An entry of the journal that says what is about to happen to some memories, so that a crash leaves all of it or nothing.</summary>
internal static class Intent
{
    public static SweepEntry Create(SweepStatus status, IReadOnlyCollection<Guid> ids, DateTimeOffset now) => new()
    {
        Key = Guid.CreateVersion7(now),
        Index = -1,
        Status = (int)status,
        At = now.UtcTicks,
        Changes = JsonSerializer.Serialize(ids),
    };

    public static HashSet<Guid> IdsOf(SweepEntry entry) => JsonSerializer.Deserialize<HashSet<Guid>>(entry.Changes)!;
}
