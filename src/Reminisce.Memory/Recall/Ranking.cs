using System.Globalization;
using Reminisce.Memory.Storage;

namespace Reminisce.Memory.Recall;

/// <summary>Decides which records answer a question at all, and in which order.</summary>
/// <remarks>
/// A record answers when it holds half of what is asked for, words weighed by their rarity; or when its meaning lies clearly
/// above unrelated pairs; or a little of both. A word that occurs nowhere weighs most: who asks for an elephant in the museum is
/// not served by the museum alone. Beside an answer weaker matches are shown too, down to a share of its score; without any
/// answer nothing is.
/// </remarks>
internal sealed class Ranking(RecallWeights weights)
{
    private const double SupportedCoverage = 0.25;
    private const double SupportingDeviations = 2.0;
    private const double FullDeviations = 6.0;

    /// <summary>Weighs a word by how many memories hold it: between 0 for everywhere and about 6 for nowhere.</summary>
    public static double Rarity(int found, int limit) => Math.Log(1 + (limit / (found + 0.5)));

    /// <summary>Tells whether a record answers.</summary>
    /// <param name="evidence">What speaks for it.</param>
    /// <param name="hasUnknownWord">Whether a word of the question occurs nowhere: then likeness that comes from the other words proves nothing.</param>
    public bool Answers(Evidence evidence, bool hasUnknownWord) =>
        evidence.Coverage >= weights.CoverageFloor
            || (evidence.Coverage >= weights.PairCoverageFloor && evidence.Words.Count(word => !evidence.IsName(word)) >= 2)
            || (hasUnknownWord ? evidence.IsLikeBeyondWords : evidence.IsRelevantByMeaning)
            || (!hasUnknownWord && evidence.Coverage >= SupportedCoverage && evidence.Deviations >= SupportingDeviations);

    /// <summary>Scores words and meaning; the best BM25 of the recall makes word scores comparable.</summary>
    public double Relevance(Evidence evidence, double bestWordScore)
    {
        var words = bestWordScore > 0 ? evidence.Coverage * (0.5 + (0.5 * evidence.WordScore / bestWordScore)) : 0;
        return words + (weights.Meaning * Math.Clamp(evidence.Outstanding / FullDeviations, 0, 1));
    }

    /// <summary>Scores everything that speaks for a record.</summary>
    public double Score(Evidence evidence, Modality? hint, DateTimeOffset now) =>
        evidence.Relevance
        + evidence.Support
        + (weights.Person * Math.Min(1, evidence.People.Count))
        + (weights.Cue * evidence.Cues.Count)
        + (evidence.IsOfHour ? weights.Hour : 0)
        + (hint is { } modality && (int)modality == evidence.Record.Modality ? weights.Modality : 0)
        + (weights.Strength * MemoryMapper.StrengthOf(evidence.Record, now));

    /// <summary>Lists the people named in a question who were there.</summary>
    public static void MatchPeople(Evidence evidence, IReadOnlyList<string> words)
    {
        evidence.People.Clear();
        evidence.People.AddRange(evidence.Records.SelectMany(r => r.People).Distinct(StringComparer.OrdinalIgnoreCase).Where(person => words.Any(word => Evidence.IsNameOf(word, person))));
    }

    /// <summary>Lists the cues of a request that a record, or a part of its episode, shares.</summary>
    public static void MatchCues(Evidence evidence, RecallRequest request)
    {
        evidence.Cues.Clear();
        evidence.IsOfHour = request.Hour is { } hour && evidence.Records.Any(r => HoursApart(MemoryMapper.OccurredAt(r).Hour, hour) <= 1);
        if (request.Cues is not { } cues)
        {
            return;
        }

        MemoryRecord[] records = [.. evidence.Records];
        if (records.FirstOrDefault(r => Same(cues.Place, r.Place)) is { } there)
        {
            evidence.Cues.Add($"place {there.Place}");
        }

        if (records.FirstOrDefault(r => Same(cues.App, r.App)) is { } inApp)
        {
            evidence.Cues.Add($"app {inApp.App}");
        }

        evidence.Cues.AddRange(cues.People.Where(p => records.Any(r => r.People.Exists(q => Same(p, q)))).Select(p => $"with {p}"));
        evidence.Cues.AddRange(cues.Tags.Where(t => records.Any(r => r.Tags.Exists(q => Same(t, q)))).Select(t => $"tag {t}"));
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

        if (evidence.People.Count > 0)
        {
            reasons.Add("with " + string.Join(", ", evidence.People));
        }

        if (evidence.Lender is { } lender && evidence.Support > evidence.Relevance)
        {
            var said = lender.Words.Count > 0 ? " with " + string.Join(", ", lender.Words.Select(w => $"\"{w}\"")) : "";
            reasons.Add($"beside a memory of the same episode{said}");
        }

        if (evidence.Cues.Count > 0)
        {
            reasons.Add("cues: " + string.Join(", ", evidence.Cues));
        }

        if (evidence.IsOfHour)
        {
            reasons.Add("at that time of day");
        }

        if (evidence.TookAPlace)
        {
            reasons.Add("takes the place of an older memory");
        }

        if (question.Window is { } window)
        {
            var phrase = question.Time is { } time && time.Window == window ? time.Phrase : null;
            var record = evidence.Record;
            reasons.Add(window.Contains(MemoryMapper.OccurredAt(record)) ? phrase is null ? "in the window asked for" : $"in {phrase}"
                : record.SpanTo > window.Start.UtcTicks && record.SpanFrom < window.End.UtcTicks ? phrase is null ? "stands for some of the window asked for" : $"stands for some in {phrase}"
                : phrase is null ? "speaks of the window asked for" : $"speaks of \"{phrase}\"");
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

    private static int HoursApart(int a, int b) => Math.Min(Math.Abs(a - b), 24 - Math.Abs(a - b));

    private static bool Same(string? a, string? b) => !string.IsNullOrEmpty(a) && string.Equals(a, b, StringComparison.OrdinalIgnoreCase);
}
