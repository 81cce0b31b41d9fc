using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Reminisce.Memory.Rendering;

namespace Reminisce.Memory;

/// <summary>Writes memories for a model as delimited data: one JSON object per line between two marks with the same nonce.</summary>
/// <remarks>
/// Thread-safe. The JSON escapes angle brackets and line ends, so nothing in a memory can write a mark or a line of its own;
/// the nonce makes a mark that a model imagines wrong as well. Of a source that is a path of the machine only the file name
/// is written; media, references to media and scopes are not. A rendering given to <see cref="IMemory.RememberAsync"/> is
/// cut out there: what was recalled is no new evidence.
/// </remarks>
public sealed class MemoryRenderer
{
    /// <summary>The word of the marks.</summary>
    public const string Mark = RenderingWords.Mark;

    private const int FieldLength = 120;
    private const int HintLength = 300;

    private readonly TimeZoneInfo _zone;
    private readonly int _maximumTextLength;

    /// <summary>Initialises a renderer.</summary>
    /// <param name="zone">The zone in which times are shown.</param>
    /// <param name="maximumTextLength">The most characters of the text of one memory, at least 1; what is cut ends with an ellipsis.</param>
    /// <exception cref="ArgumentNullException">No zone was given.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The length is less than 1.</exception>
    public MemoryRenderer(TimeZoneInfo zone, int maximumTextLength)
    {
        ArgumentNullException.ThrowIfNull(zone);
        ArgumentOutOfRangeException.ThrowIfLessThan(maximumTextLength, 1);
        _zone = zone;
        _maximumTextLength = maximumTextLength;
    }

    /// <summary>Removes from a text what a person would not see, and bounds its length.</summary>
    /// <param name="text">Any text, such as the reason of a refusal.</param>
    /// <param name="maximumLength">The most characters to keep, at least 1; what is cut ends with an ellipsis.</param>
    /// <returns>The text that a person would see.</returns>
    /// <exception cref="ArgumentNullException">No text was given.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The length is less than 1.</exception>
    public static string Clean(string text, int maximumLength)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentOutOfRangeException.ThrowIfLessThan(maximumLength, 1);
        return DataText.Clean(text, maximumLength);
    }

    /// <summary>Renders the answer to a question.</summary>
    /// <param name="result">What recall found.</param>
    /// <returns>One line on what was found, then the memories and the hint as data; only the line when there are neither.</returns>
    /// <exception cref="ArgumentNullException">No result was given.</exception>
    public string RenderRecall(RecallResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        var text = new StringBuilder();
        text.Append(result.Memories.Count switch
        {
            0 => RenderingWords.NothingFound,
            1 => "Found 1 memory",
            var count => string.Create(CultureInfo.InvariantCulture, $"Found {count} memories"),
        });
        if (result.Time is { } time)
        {
            text.Append(CultureInfo.InvariantCulture, $" from {Local(time.Window.Start)}{RenderingWords.Until}{Local(time.Window.End)}");
            if (time.Alternatives.Count > 0)
            {
                text.Append(RenderingWords.OtherReadings);
            }
        }

        text.Append(".\n");
        var lines = result.Memories.Select(found => Line(found.Item, found.Parts)).ToList();
        if (!string.IsNullOrWhiteSpace(result.Hint))
        {
            lines.Add(JsonSerializer.Serialize(new Dictionary<string, string> { ["hint"] = DataText.Clean(result.Hint, HintLength) }, RenderingJson.Options));
        }

        return lines.Count == 0 ? text.ToString().TrimEnd() : Delimit(text, lines);
    }

    /// <summary>Renders what a forget would remove, with the token that confirms it.</summary>
    /// <param name="preview">The preview.</param>
    /// <returns>What to do with the token, then the memories as data; one sentence without token when there are no memories.</returns>
    /// <exception cref="ArgumentNullException">No preview was given.</exception>
    public string RenderPreview(ForgetPreview preview)
    {
        ArgumentNullException.ThrowIfNull(preview);
        if (preview.Items.Count == 0)
        {
            return "No memory has one of these ids. Nothing was removed.";
        }

        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{RenderingWords.PreviewHead}{preview.Token}\n");
        text.Append(CultureInfo.InvariantCulture, $"{RenderingWords.PreviewCount}{preview.Items.Count} below. Ask the person; after their yes, before {Local(preview.ExpiresAt)}, call forget with the token alone.\n");
        return Delimit(text, preview.Items.Select(item => Line(item, [])));
    }

    private static string Delimit(StringBuilder text, IEnumerable<string> lines)
    {
        var nonce = RandomNumberGenerator.GetHexString(12, lowercase: true);
        text.Append(RenderingWords.Warning).Append('\n');
        text.Append(CultureInfo.InvariantCulture, $"<{Mark} nonce=\"{nonce}\">\n");
        text.AppendJoin('\n', lines);
        text.Append(CultureInfo.InvariantCulture, $"\n</{Mark} nonce=\"{nonce}\">");
        return text.ToString();
    }

    private string Line(MemoryItem item, IReadOnlyList<MemoryItem> parts)
    {
        var rendered = new RenderedMemory(
            item.Id,
            TimeZoneInfo.ConvertTime(item.OccurredAt, _zone),
            Field(SourceName.ForModel(item.Source)),
            Name(item.Trust),
            Name(item.Modality),
            DataText.Clean(item.Text, _maximumTextLength))
        {
            Parts = parts.Count > 1 ? [.. parts.Where(p => p.Id != item.Id).Select(p => new RenderedPart(p.Id, Name(p.Trust), Name(p.Modality), DataText.Clean(p.Text, _maximumTextLength)))] : null,
            Place = item.Cues.Place is { Length: > 0 } place ? Field(place) : null,
            People = item.Cues.People.Count > 0 ? [.. item.Cues.People.Select(Field)] : null,
            Count = item.Count > 1 ? item.Count : null,
        };
        return JsonSerializer.Serialize(rendered, RenderingJson.Options);
    }

    private static string Name<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    private static string Field(string value) => DataText.Clean(value, FieldLength);

    private string Local(DateTimeOffset instant) =>
        TimeZoneInfo.ConvertTime(instant, _zone).ToString("yyyy-MM-dd'T'HH:mmzzz", CultureInfo.InvariantCulture);
}
