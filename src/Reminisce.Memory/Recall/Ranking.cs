using System.Globalization;
using Reminisce.Memory.Storage;

namespace Reminisce.Memory.Recall;

/// <summary>Decides which records answer a question at all, and in which order.</summary>
/// <remarks>
/// A record answers when it holds more than half of what is asked for, words weighed by their rarity; or when its meaning lies
/// clearly above unrelated pairs; or a little of both. A word that occurs nowhere weighs most: who asks for an elephant in the
/// museum is not served by the museum alone.
/// </remarks>
internal static class Ranking
{
    private const double CoverageFloor = 0.5;
    private const double SupportedCoverage = 0.25;
    private const double SupportingDeviations = 2.0;
    private const double FullDeviations = 6.0;
    private const double MeaningWeight = 0.6;
    private const double CueWeight = 0.15;
    private const double ModalityWeight = 0.1;
    private const double StrengthWeight = 0.05;

    /// <summary>Weighs a word by how many memories hold it: between 0 for everywhere and about 6 for nowhere.</summary>
    public static double Rarity(int found, int limit) => Math.Log(1 + (limit / (found + 0.5)));

    /// <summary>Tells whether a record answers.</summary>
    /// <param name="evidence">What speaks for it.</param>
    /// <param name="hasUnknownWord">Whether a word of the question occurs nowhere: then likeness that comes from the other words proves nothing.</param>
    public static bool Answers(Evidence evidence, bool hasUnknownWord)
    {
        var isLikeByWordsOnly = hasUnknownWord && evidence.Words.Count > 0;
        return evidence.Coverage >= CoverageFloor
            || (!isLikeByWordsOnly && evidence.IsRelevantByMeaning)
            || (!hasUnknownWord && evidence.Coverage >= SupportedCoverage && evidence.Deviations >= SupportingDeviations);
    }

    /// <summary>Scores relevance; the best BM25 of the recall makes word scores comparable.</summary>
    public static double Score(Evidence evidence, double bestWordScore, Modality? hint, DateTimeOffset now)
    {
        var words = bestWordScore > 0 ? evidence.Coverage * (0.5 + (0.5 * evidence.WordScore / bestWordScore)) : 0;
        var meaning = Math.Clamp((evidence.Deviations ?? 0) / FullDeviations, 0, 1);
        return words
            + (MeaningWeight * meaning)
            + (CueWeight * evidence.Cues.Count)
            + (hint is { } modality && (int)modality == evidence.Record.Modality ? ModalityWeight : 0)
            + (StrengthWeight * MemoryMapper.StrengthOf(evidence.Record, now));
    }

    /// <summary>Lists the cues of a question that a record shares.</summary>
    public static void MatchCues(Evidence evidence, MemoryCues? cues)
    {
        if (cues is null)
        {
            return;
        }

        var record = evidence.Record;
        if (Same(cues.Place, record.Place))
        {
            evidence.Cues.Add($"place {record.Place}");
        }

        if (Same(cues.App, record.App))
        {
            evidence.Cues.Add($"app {record.App}");
        }

        evidence.Cues.AddRange(cues.People.Where(p => record.People.Any(q => Same(p, q))).Select(p => $"with {p}"));
        evidence.Cues.AddRange(cues.Tags.Where(t => record.Tags.Any(q => Same(t, q))).Select(t => $"tag {t}"));
    }

    /// <summary>Says why a record was found.</summary>
    public static string Explain(Evidence evidence, Question question)
    {
        var reasons = new List<string>();
        if (evidence.Words.Count > 0)
        {
            reasons.Add("words: " + string.Join(", ", evidence.Words.Select(w => $"\"{w}\"")));
        }

        if (evidence.Deviations is { } deviations && (evidence.IsRelevantByMeaning || deviations >= SupportingDeviations))
        {
            reasons.Add(string.Create(CultureInfo.InvariantCulture, $"meaning {deviations:0.0} \u03c3"));
        }

        if (evidence.Cues.Count > 0)
        {
            reasons.Add("cues: " + string.Join(", ", evidence.Cues));
        }

        if (question.Window is not null)
        {
            reasons.Add(question.Time is { } time && time.Window == question.Window ? $"in {time.Phrase}" : "in the window asked for");
        }

        if (evidence.Record.IsGist)
        {
            reasons.Add($"stands for {evidence.Record.Members.Count} near-duplicates");
        }

        if (evidence.Record.State == (int)MemoryState.Cold)
        {
            reasons.Add("faded, brought back by a strong cue");
        }

        return string.Join("; ", reasons);
    }

    private static bool Same(string? a, string? b) => !string.IsNullOrEmpty(a) && string.Equals(a, b, StringComparison.OrdinalIgnoreCase);
}
