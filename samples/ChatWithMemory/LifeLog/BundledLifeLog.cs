using System.Text.Json;
using System.Text.Json.Serialization;
using Reminisce.Memory;

namespace ChatWithMemory.LifeLog;

/// <summary>The life log that ships with the sample: three months of one invented person.</summary>
internal sealed class BundledLifeLog(string folder)
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter<TrustTier>(JsonNamingPolicy.CamelCase) },
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    public static BundledLifeLog BesideTheApp => new(Path.Combine(AppContext.BaseDirectory, "LifeLog"));

    public IReadOnlyList<LifeLogEntry> ReadEntries() =>
        JsonSerializer.Deserialize<List<LifeLogEntry>>(File.ReadAllText(Path.Combine(folder, "lifelog.json")), s_json)!;

    /// <summary>Makes the inputs as seen from a day: the same day gives the same inputs, so their ids are the same too.</summary>
    public IReadOnlyList<MemoryInput> ReadInputs(DateOnly today, TimeZoneInfo zone) =>
        [.. ReadEntries().Select(entry => ToInput(entry, today, zone)).OrderBy(input => input.OccurredAt)];

    private MemoryInput ToInput(LifeLogEntry entry, DateOnly today, TimeZoneInfo zone)
    {
        var local = today.AddDays(-entry.DaysAgo).ToDateTime(entry.Time);
        var input = new MemoryInput
        {
            Text = entry.Text,
            OccurredAt = new DateTimeOffset(local, zone.GetUtcOffset(local)),
            Source = entry.Source,
            Trust = entry.Trust,
            Cues = new MemoryCues { App = entry.Source, Place = entry.Place, People = entry.People, Tags = entry.Tags },
        };
        if (entry.Picture is not null)
        {
            var path = Path.Combine(folder, "pictures", entry.Picture);
            input.Media = File.ReadAllBytes(path);
            input.MediaType = "image/webp";
            input.MediaReference = path;
        }

        return input;
    }
}
