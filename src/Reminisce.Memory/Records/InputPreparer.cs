using System.Text;
using Microsoft.Extensions.AI;
using Reminisce.Memory.Rendering;
using Reminisce.Memory.Storage;

namespace Reminisce.Memory.Records;

/// <summary>Checks an input and turns it into a record, or says in one sentence why it cannot be remembered.</summary>
internal sealed class InputPreparer(IMemoryIndex index, TimePhraseParser parser, TimeProvider clock)
{
    /// <summary>More is a book, not a memory; split it.</summary>
    public const int MaximumTextLength = 1_000_000;

    /// <summary>Prepares one input.</summary>
    /// <param name="input">The input.</param>
    /// <param name="reason">Why it is rejected, when the result is <see langword="null"/>.</param>
    public MemoryRecord? Prepare(MemoryInput? input, out string? reason)
    {
        reason = null;
        if (input is null)
        {
            reason = "The input is null; give words or media to remember.";
            return null;
        }

        var text = RenderedBlocks.Remove(input.Text ?? "").Trim();
        reason = Refuse(input, text);
        if (reason is not null)
        {
            return null;
        }

        AIContent content = input.Media.IsEmpty ? new TextContent(text) : new DataContent(input.Media, input.MediaType!);
        if (!index.CanEncode(content))
        {
            reason = $"Content of type '{(input.Media.IsEmpty ? "text" : input.MediaType)}' cannot be remembered: no tower of the model pack takes it.";
            return null;
        }

        return ToRecord(input, text, content);
    }

    /// <summary>Tells the id under which an input of a known time is stored, unless the same is there from another source.</summary>
    public static Guid IdOf(MemoryInput input, DateTimeOffset occurredAt) => MemoryIdentity.CreateId(
        occurredAt,
        MemoryIdentity.HashContent(RenderedBlocks.Remove(input.Text ?? "").Trim(), input.Media.Span, input.Media.IsEmpty ? null : input.MediaType),
        input.Source ?? "",
        input.Scope ?? MemoryScope.Default,
        input.Trust);

    private static string? Refuse(MemoryInput input, string text)
    {
        if (input.Media.IsEmpty && text.Length == 0)
        {
            return string.IsNullOrWhiteSpace(input.Text)
                ? "There are no words and no media; give at least one."
                : "The text holds nothing but recalled memories; what was recalled is not stored again as new evidence.";
        }

        if (text.Length > MaximumTextLength)
        {
            return $"The text has {text.Length} characters; at most {MaximumTextLength} are kept as one memory, split it.";
        }

        if (!input.Media.IsEmpty && !IsMediaType(input.MediaType))
        {
            return string.IsNullOrWhiteSpace(input.MediaType)
                ? "The media has no media type; give one such as 'image/png'."
                : $"'{input.MediaType}' is no media type; expected one such as 'image/png'.";
        }

        if (input.Source is null || input.Scope is null || input.Cues is null)
        {
            return "Source, scope and cues must not be null; leave them at their defaults when unknown.";
        }

        return input.Importance is >= 0 and <= 1
            ? Enum.IsDefined(input.Trust) ? null : $"The trust tier {(int)input.Trust} is unknown; expected {string.Join(", ", Enum.GetNames<TrustTier>())}."
            : $"The importance {input.Importance} is out of range; expected 0 to 1.";
    }

    private MemoryRecord ToRecord(MemoryInput input, string text, AIContent content)
    {
        var now = clock.GetUtcNow();
        var occurred = input.OccurredAt ?? TimeZoneInfo.ConvertTime(now, clock.LocalTimeZone);
        var hash = MemoryIdentity.HashContent(text, input.Media.Span, input.Media.IsEmpty ? null : input.MediaType);
        var record = new MemoryRecord
        {
            Key = MemoryIdentity.CreateId(occurred, hash, input.Source, input.Scope, input.Trust),
            Content = content,
            Text = WellFormed(text),
            OccurredAt = occurred.UtcTicks,
            OccurredOffset = (int)occurred.Offset.TotalMinutes,
            RecordedAt = now.UtcTicks,
            Modality = (int)ModalityOf(input),
            Source = WellFormed(input.Source),
            ScopeApplication = input.Scope.Application,
            ScopeAgent = input.Scope.Agent,
            ScopeUser = input.Scope.User,
            ScopeSession = input.Scope.Session,
            Trust = (int)input.Trust,
            Place = input.Cues.Place,
            App = input.Cues.App,
            People = [.. input.Cues.People],
            Tags = [.. input.Cues.Tags],
            MediaType = input.Media.IsEmpty ? null : input.MediaType,
            MediaReference = input.MediaReference,
            ContentHash = hash,
            Importance = input.Importance,
            Supersedes = input.Supersedes?.ToString(),
        };
        record.Words = MemoryMapper.WordsOf(record);
        var mentioned = parser.Mentioned(record.Text, occurred);
        record.MentionedFrom = mentioned?.Start.UtcTicks ?? 0;
        record.MentionedTo = mentioned?.End.UtcTicks ?? 0;
        return record;
    }

    public static Modality ModalityOf(MemoryInput input) =>
        input.Media.IsEmpty ? Modality.Text
        : input.MediaType?.StartsWith("audio/", StringComparison.OrdinalIgnoreCase) == true ? Modality.Sound
        : Modality.Picture;

    private static bool IsMediaType(string? mediaType) =>
        System.Net.Http.Headers.MediaTypeHeaderValue.TryParse(mediaType, out _);

    /// <summary>Replaces lone surrogates: they cannot be written as UTF-8, and would come back as other text.</summary>
    private static string WellFormed(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)).Replace('\0', '\uFFFD');
}
