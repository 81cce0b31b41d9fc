using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Reminisce.Memory;

/// <summary>What an audit found; nothing was changed.</summary>
/// <remarks>Immutable. It holds ids and sentences, no content of memories.</remarks>
/// <param name="AuditedAt">When it was made.</param>
/// <param name="Memories">How many memories were looked at.</param>
/// <param name="Counts">What was found of each kind, also of kinds without any.</param>
/// <param name="Findings">The findings by kind, at most <see cref="AuditOptions.MaximumFindings"/> of each.</param>
public sealed record AuditReport(DateTimeOffset AuditedAt, int Memories, IReadOnlyList<AuditCount> Counts, IReadOnlyList<AuditFinding> Findings)
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>Writes the report as JSON.</summary>
    /// <returns>The JSON text.</returns>
    public string ToJson() => JsonSerializer.Serialize(this, s_json);

    /// <summary>Writes the report for a person: a table of the counts, then one line for each finding.</summary>
    /// <returns>The text, its lines ended by <c>\n</c>.</returns>
    public string ToText()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{Memories} memories, audited {AuditedAt:yyyy-MM-dd HH:mm:ss zzz}\n\n");
        text.Append(CultureInfo.InvariantCulture, $"{"found",-16}{"findings",10}{"memories",10}\n");
        foreach (var count in Counts)
        {
            text.Append(CultureInfo.InvariantCulture, $"{count.Kind,-16}{count.Findings,10}{count.Memories,10}\n");
        }

        foreach (var kind in Findings.GroupBy(f => f.Kind))
        {
            text.Append(CultureInfo.InvariantCulture, $"\n{kind.Key}\n");
            foreach (var finding in kind)
            {
                text.Append(CultureInfo.InvariantCulture, $"  {finding.Detail}\n    {string.Join("\n    ", finding.Ids)}\n");
            }

            var unlisted = Counts.First(c => c.Kind == kind.Key).Findings - kind.Count();
            if (unlisted > 0)
            {
                text.Append(CultureInfo.InvariantCulture, $"  and {unlisted} more\n");
            }
        }

        return text.ToString();
    }
}
