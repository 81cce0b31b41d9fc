using System.Globalization;
using Reminisce.Memory.Storage;

namespace Reminisce.Memory.Recall;

/// <summary>Decides which faded memories a question brings back, and says what is there when it brings none.</summary>
internal static class TipOfTheTongue
{
    private const int Shown = 3;

    /// <summary>A faded memory comes back for a question it covers nearly whole.</summary>
    private const double StrongCue = 0.8;

    /// <summary>Each cue or person it shares stands for so much of the question, when the words bear on it at all.</summary>
    private const double CueShare = 0.25;

    /// <summary>With less of the question in common there is nothing on the tip of the tongue.</summary>
    private const double FaintCoverage = 0.25;

    /// <summary>Tells whether words and cues together bring a faded memory back.</summary>
    public static bool IsStrong(Evidence evidence) =>
        evidence.Coverage >= FaintCoverage && evidence.Coverage + (CueShare * (evidence.Cues.Count + evidence.People.Count)) >= StrongCue;

    /// <summary>Lists what was nearly found.</summary>
    public static IReadOnlyList<NearMiss> Find(IEnumerable<Evidence> evidence, Question question) =>
    [
        .. evidence.Where(e => e.Coverage >= FaintCoverage)
            .OrderByDescending(e => e.Coverage).ThenByDescending(e => e.Record.OccurredAt).ThenBy(e => e.Record.Key)
            .Take(Shown)
            .Select(e => new NearMiss(
                e.Record.Key, MemoryMapper.OccurredAt(e.Record), (Modality)e.Record.Modality, e.Record.State == (int)MemoryState.Cold, e.Words, OpenCues(e.Record, question))),
    ];

    /// <summary>Says what would bring a faded memory back, without saying what it holds.</summary>
    public static string Describe(NearMiss near)
    {
        var kind = near.Modality switch { Modality.Picture => "picture", Modality.Sound => "recording", _ => "note" };
        var cues = near.OpenCues.Count == 0 ? "another word" : $"another word or its {string.Join(" or ", near.OpenCues)}";
        var words = string.Join(" and ", near.Words.Select(w => $"\"{w}\""));
        return string.Create(CultureInfo.InvariantCulture, $"A faded {kind} of {near.OccurredAt:MMMM yyyy} has {words}: {cues} would bring it back.");
    }

    private static string[] OpenCues(MemoryRecord record, Question question)
    {
        var isNamed = record.People.Exists(p => question.Words.Any(w => Evidence.IsNameOf(w, p)));
        (string Kind, bool IsOpen)[] kinds =
        [
            ("place", !string.IsNullOrEmpty(record.Place)),
            ("app", !string.IsNullOrEmpty(record.App)),
            ("person", record.People.Count > 0 && !isNamed),
            ("tag", record.Tags.Count > 0),
        ];
        return [.. kinds.Where(k => k.IsOpen).Select(k => k.Kind)];
    }
}
