using System.Globalization;
using Reminisce.Memory.Storage;

namespace Reminisce.Memory.Transfer;

/// <summary>One memory in an export: everything that is stored of it but what can be made anew.</summary>
internal sealed record TransferLine
{
    public required Guid Id { get; init; }

    public required DateTimeOffset OccurredAt { get; init; }

    public required DateTimeOffset RecordedAt { get; init; }

    public required Modality Modality { get; init; }

    public required string Source { get; init; }

    public required string Text { get; init; }

    /// <summary>Gets what full text finds, where that is more than the memory's own words: in a gist.</summary>
    public string? Words { get; init; }

    public required MemoryScope Scope { get; init; }

    public required TrustTier Trust { get; init; }

    public required MemoryCues Cues { get; init; }

    public string? MediaType { get; init; }

    public string? MediaReference { get; init; }

    /// <summary>Gets the copy of the original, relative to the export.</summary>
    public string? Media { get; init; }

    public required string ContentHash { get; init; }

    public required double Importance { get; init; }

    public bool Pinned { get; init; }

    public bool Suppressed { get; init; }

    public MemoryState State { get; init; }

    public Guid? GistId { get; init; }

    public IReadOnlyList<Guid> Members { get; init; } = [];

    public Guid? EpisodeId { get; init; }

    public int? Part { get; init; }

    public Guid? Supersedes { get; init; }

    public int UseCount { get; init; }

    public IReadOnlyList<DateTimeOffset> LastUses { get; init; } = [];

    public DateTimeOffset? MentionedFrom { get; init; }

    public DateTimeOffset? MentionedTo { get; init; }

    public TransferVector? Vector { get; init; }

    /// <summary>Gets the small copy of a picture, a JPEG.</summary>
    public byte[]? Thumbnail { get; init; }

    public static TransferLine Of(MemoryRecord record, SpaceVector? vector, string? media, byte[]? thumbnail) => new()
    {
        Id = record.Key,
        OccurredAt = MemoryMapper.OccurredAt(record),
        RecordedAt = Utc(record.RecordedAt),
        Modality = (Modality)record.Modality,
        Source = record.Source,
        Text = record.Text,
        Words = record.Words == MemoryMapper.WordsOf(record) ? null : record.Words,
        Scope = MemoryMapper.ScopeOf(record),
        Trust = (TrustTier)record.Trust,
        Cues = new MemoryCues { Place = record.Place, App = record.App, People = record.People, Tags = record.Tags },
        MediaType = record.MediaType,
        MediaReference = record.MediaReference,
        Media = media,
        ContentHash = record.ContentHash,
        Importance = record.Importance,
        Pinned = record.Pinned,
        Suppressed = record.Suppressed,
        State = (MemoryState)record.State,
        GistId = record.GistId.Length == 0 ? null : Guid.Parse(record.GistId),
        Members = [.. record.Members.Select(Guid.Parse)],
        EpisodeId = record.EpisodeId is { } episode ? Guid.Parse(episode) : null,
        Part = record.EpisodeId is null ? null : record.Part,
        Supersedes = record.Supersedes is { } older ? Guid.Parse(older) : null,
        UseCount = record.UseCount,
        LastUses = [.. record.LastUses.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(t => Utc(long.Parse(t, CultureInfo.InvariantCulture)))],
        MentionedFrom = record.MentionedTo == 0 ? null : Utc(record.MentionedFrom),
        MentionedTo = record.MentionedTo == 0 ? null : Utc(record.MentionedTo),
        Vector = vector is null ? null : TransferVector.Of(vector),
        Thumbnail = thumbnail,
    };

    public MemoryRecord ToRecord()
    {
        var record = new MemoryRecord
        {
            Key = Id,
            Text = Text,
            OccurredAt = OccurredAt.UtcTicks,
            OccurredOffset = (int)OccurredAt.Offset.TotalMinutes,
            MentionedFrom = MentionedFrom?.UtcTicks ?? 0,
            MentionedTo = MentionedTo?.UtcTicks ?? 0,
            RecordedAt = RecordedAt.UtcTicks,
            Modality = (int)Modality,
            Source = Source,
            ScopeApplication = Scope.Application,
            ScopeAgent = Scope.Agent,
            ScopeUser = Scope.User,
            ScopeSession = Scope.Session,
            Trust = (int)Trust,
            Place = Cues.Place,
            App = Cues.App,
            People = [.. Cues.People],
            Tags = [.. Cues.Tags],
            MediaType = MediaType,
            MediaReference = MediaReference,
            ContentHash = ContentHash,
            Importance = Importance,
            Pinned = Pinned,
            Suppressed = Suppressed,
            State = (int)State,
            GistId = GistId?.ToString() ?? "",
            Members = [.. Members.Select(m => m.ToString())],
            EpisodeId = EpisodeId?.ToString(),
            Part = Part ?? 0,
            Supersedes = Supersedes?.ToString(),
            UseCount = UseCount,
            LastUses = string.Join(' ', LastUses.Select(u => u.UtcTicks.ToString(CultureInfo.InvariantCulture))),
        };
        record.Words = Words ?? MemoryMapper.WordsOf(record);
        MemoryMapper.SetSpan(record);
        return record;
    }

    private static DateTimeOffset Utc(long ticks) => new(ticks, TimeSpan.Zero);
}
