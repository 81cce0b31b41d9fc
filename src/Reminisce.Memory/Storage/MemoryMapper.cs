using System.Globalization;
using Reminisce.Memory.Forgetting;

namespace Reminisce.Memory.Storage;

/// <summary>Carries memories between callers and records.</summary>
internal static class MemoryMapper
{
    private const int KeptUses = 8;

    /// <summary>Shows a record to a caller.</summary>
    public static MemoryItem ToItem(MemoryRecord record, DateTimeOffset now) => new()
    {
        Id = record.Key,
        OccurredAt = OccurredAt(record),
        RecordedAt = new DateTimeOffset(record.RecordedAt, TimeSpan.Zero),
        Modality = (Modality)record.Modality,
        Source = record.Source,
        Text = record.Text,
        MediaType = record.MediaType,
        MediaReference = record.MediaReference,
        Scope = ScopeOf(record),
        Trust = (TrustTier)record.Trust,
        Cues = new MemoryCues { Place = record.Place, App = record.App, People = [.. record.People], Tags = [.. record.Tags] },
        Importance = record.Importance,
        Pinned = record.Pinned,
        Strength = StrengthOf(record, now),
        Count = Math.Max(1, record.Members.Count),
        Members = [.. record.Members.Select(Guid.Parse)],
        Span = SpanOf(record),
        Facts = record.IsGist ? [.. record.Words.Split('\n').Except(WordsOf(record).Split('\n'), StringComparer.Ordinal)] : [],
        EpisodeId = record.EpisodeId is { } episode ? Guid.Parse(episode) : null,
        Supersedes = record.Supersedes is { } older ? Guid.Parse(older) : null,
    };

    public static MemoryScope ScopeOf(MemoryRecord record) =>
        new(record.ScopeApplication, record.ScopeAgent, record.ScopeUser, record.ScopeSession);

    public static DateTimeOffset OccurredAt(MemoryRecord record) =>
        new DateTimeOffset(record.OccurredAt, TimeSpan.Zero).ToOffset(TimeSpan.FromMinutes(record.OccurredOffset));

    /// <summary>Tells how easily a memory comes to mind, interference aside.</summary>
    /// <param name="record">The memory.</param>
    /// <param name="now">The instant.</param>
    /// <param name="isFinished">Whether its embedding is at full depth; false where that was not read.</param>
    public static double StrengthOf(MemoryRecord record, DateTimeOffset now, bool isFinished = false) => StrengthModel.Strength(
        new MemoryUse(new DateTimeOffset(record.OccurredAt, TimeSpan.Zero), record.UseCount, UsesOf(record), record.Importance, ProcessingDepth.Of(record, isFinished)), now);

    /// <summary>Writes down a use; the latest are kept one by one, older ones only counted.</summary>
    public static void AddUse(MemoryRecord record, DateTimeOffset now)
    {
        record.UseCount++;
        record.LastUses = string.Join(' ', UsesOf(record).Prepend(now).Take(KeptUses).Select(u => u.UtcTicks.ToString(CultureInfo.InvariantCulture)));
    }

    /// <summary>Tells when a memory was used last, or happened.</summary>
    public static DateTimeOffset LastUseOf(MemoryRecord record) => UsesOf(record) is [var latest, ..] ? latest : OccurredAt(record);

    /// <summary>Collects what full text finds of one memory alone.</summary>
    public static string WordsOf(MemoryRecord record) =>
        string.Join('\n', new[] { record.Text, record.Place, record.App }.Concat(record.People).Concat(record.Tags).Where(w => !string.IsNullOrEmpty(w)));

    /// <summary>Writes down from when to when the members of a gist happened, so that it is found at the time of each.</summary>
    public static void SetSpan(MemoryRecord record) =>
        (record.SpanFrom, record.SpanTo) = SpanOf(record) is { } span ? (span.Start.UtcTicks, span.End.UtcTicks) : (0, 0);

    /// <summary>Reads the span of a gist from the ids of its members, which begin with their time.</summary>
    private static TimeWindow? SpanOf(MemoryRecord record)
    {
        if (!record.IsGist)
        {
            return null;
        }

        DateTimeOffset[] times = [.. record.Members.Select(m => MemoryIdentity.TimeOf(Guid.Parse(m)))];
        return new TimeWindow(times.Min(), times.Max() + TimeSpan.FromMilliseconds(1));
    }

    private static DateTimeOffset[] UsesOf(MemoryRecord record) =>
        [.. record.LastUses.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(t => new DateTimeOffset(long.Parse(t, CultureInfo.InvariantCulture), TimeSpan.Zero))];
}
