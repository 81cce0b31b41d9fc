using System.Linq.Expressions;
using Microsoft.Extensions.AI;
using Reminisce.Memory.Storage;

namespace Reminisce.Memory.Recall;

/// <summary>Answers questions: words, meaning, people, episodes and cues fused within filters, or the timeline when only a time is asked for.</summary>
internal sealed class Recaller(IMemoryIndex index, TimePhraseParser parser, RecallGuard guard, TimeProvider clock, RecallWeights weights)
{
    private const int MeaningPool = 50;

    /// <summary>The parts of an episode are listed one by one, and shown as one.</summary>
    private const int PartsOfAnEpisode = 4;

    private readonly WordSearch _words = new(index, weights);
    private readonly EpisodeContext _episodes = new(index, weights);
    private readonly EpisodeBinding _binding = new(index);
    private readonly Supersession _supersession = new(index);
    private readonly Ranking _ranking = new(weights);

    public async Task<RecallResult> RecallAsync(RecallRequest request, CancellationToken cancellationToken)
    {
        var question = Question.Parse(request, parser);
        var media = request.Media.IsEmpty ? null : new DataContent(request.Media, request.MediaType!);
        if (media is null && question.Words.Count == 0)
        {
            return question.Window is null
                ? new RecallResult([], question.Time, "There is nothing to look for: name a thing, a word or a time, such as \"receipt\" or \"last week\".")
                : await TimelineAsync(request, question, cancellationToken).ConfigureAwait(false);
        }

        var filter = MemoryFilters.Visible(request.Scope, MemoryState.Active, request.LeastTrusted, question.Window, request.Modality, weights.Mentions);
        var (found, unknown) = await _words.GatherAsync(question, filter, cancellationToken).ConfigureAwait(false);
        await GatherMeaningAsync(found, media ?? (AIContent)new TextContent(question.Meaning), filter, request.Top, cancellationToken).ConfigureAwait(false);

        EpisodeBinding.Bind(found);
        var lacksWord = unknown.Any(word => !QuestionWords.IsFrame(word));
        Weigh(found, e => _ranking.Answers(e, lacksWord));
        if (found.Values.Any(e => e.Answers))
        {
            await _supersession.ReplaceAsync(found, filter, cancellationToken).ConfigureAwait(false);
            await _episodes.SupportAsync(found, filter, cancellationToken).ConfigureAwait(false);
            return new RecallResult(await ShowAsync(Rank(found, question, request), request, cancellationToken).ConfigureAwait(false), question.Time, null);
        }

        var cold = await GatherColdAsync(question, request, cancellationToken).ConfigureAwait(false);
        var back = cold.Where(c => TipOfTheTongue.IsStrong(c.Value)).ToDictionary();
        Weigh(back, static _ => true);
        var answers = await ShowAsync(Rank(back, question, request), request, cancellationToken).ConfigureAwait(false);
        if (answers.Count > 0)
        {
            return new RecallResult(answers, question.Time, null);
        }

        var near = TipOfTheTongue.Find(found.Values.Concat(cold.Values), question);
        return new RecallResult([], question.Time, HintFor(question, unknown, near)) { NearMisses = near };
    }

    private async Task<RecallResult> TimelineAsync(RecallRequest request, Question question, CancellationToken cancellationToken)
    {
        var modality = request.Modality ?? question.ModalityHint;
        var filter = MemoryFilters.Visible(request.Scope, MemoryState.Active, request.LeastTrusted, question.Window, modality);
        var top = (int)Math.Min(int.MaxValue, (long)request.Top * PartsOfAnEpisode);
        var records = await index.WhereAsync(filter, top, newestFirst: false, cancellationToken).ConfigureAwait(false);
        var now = clock.GetUtcNow();
        var units = records.DistinctBy(EpisodeBinding.UnitOf).Take(request.Top)
            .Select(r => new RecalledMemory(MemoryMapper.ToItem(r, now), 1, Ranking.Explain(new Evidence(r), question))).ToArray();
        var memories = await ShowAsync(units, request, cancellationToken).ConfigureAwait(false);
        var hint = memories.Count > 0 ? null : $"Nothing is remembered {Describe(question)}. Try a longer time.";
        return new RecallResult(memories, question.Time, hint);
    }

    private async Task GatherMeaningAsync(Dictionary<Guid, Evidence> found, AIContent query, Expression<Func<MemoryRecord, bool>> filter, int top, CancellationToken cancellationToken)
    {
        if (!index.CanEncode(query))
        {
            return;
        }

        var hits = await index.SearchMeaningAsync(query, filter, Math.Max(MeaningPool, top), cancellationToken).ConfigureAwait(false);

        // What a whole pool of memories has in common with the question sets none of them apart.
        var common = hits.Count < MeaningPool ? 0 : Math.Max(0, hits.Min(hit => hit.Deviations));
        foreach (var hit in hits)
        {
            var evidence = Evidence.For(found, hit.Record);
            evidence.Deviations = hit.Deviations;
            evidence.Outstanding = hit.Deviations - common;
            evidence.IsRelevantByMeaning = hit.IsRelevant;
        }
    }

    /// <summary>Looks among the faded: nothing but words and cues brings them back.</summary>
    private async Task<Dictionary<Guid, Evidence>> GatherColdAsync(Question question, RecallRequest request, CancellationToken cancellationToken)
    {
        var filter = MemoryFilters.Visible(request.Scope, MemoryState.Cold, request.LeastTrusted, question.Window, request.Modality, weights.Mentions);
        var (found, _) = await _words.GatherAsync(question, filter, cancellationToken).ConfigureAwait(false);
        EpisodeBinding.Bind(found);
        foreach (var evidence in found.Values)
        {
            Ranking.MatchPeople(evidence, question.Words);
            Ranking.MatchCues(evidence, request);
        }

        return found;
    }

    private void Weigh(Dictionary<Guid, Evidence> found, Func<Evidence, bool> answers)
    {
        var best = found.Count == 0 ? 0 : found.Values.Max(e => e.WordScore);
        foreach (var evidence in found.Values)
        {
            evidence.Relevance = _ranking.Relevance(evidence, best);
            evidence.Answers = answers(evidence);
        }
    }

    private List<RecalledMemory> Rank(Dictionary<Guid, Evidence> found, Question question, RecallRequest request)
    {
        var now = clock.GetUtcNow();
        foreach (var evidence in found.Values)
        {
            Ranking.MatchPeople(evidence, question.Words);
            Ranking.MatchCues(evidence, request);
        }

        var scored = found.Values.Select(e => (Evidence: e, Score: _ranking.Score(e, question.ModalityHint, now))).ToList();
        var floor = weights.RelativeFloor * scored.Where(s => s.Evidence.Answers).Select(s => s.Score).DefaultIfEmpty(double.PositiveInfinity).Max();

        // Of the same content the most trusted is shown, whatever the others score.
        var shown = scored.Where(s => s.Evidence.Answers || s.Score >= floor)
            .GroupBy(s => s.Evidence.Record.ContentHash, (_, same) => same.GroupBy(s => s.Evidence.Record.Trust).MinBy(tier => tier.Key)!).SelectMany(tier => tier);
        return
        [
            .. shown
                .OrderByDescending(s => s.Score).ThenByDescending(s => s.Evidence.Record.OccurredAt).ThenBy(s => s.Evidence.Record.Key)
                .DistinctBy(s => s.Evidence.Record.ContentHash)
                .DistinctBy(s => EpisodeBinding.UnitOf(s.Evidence.Record))
                .Take(request.Top)
                .Select(s => new RecalledMemory(MemoryMapper.ToItem(s.Evidence.Record, now), s.Score, Ranking.Explain(s.Evidence, question)) { Cues = s.Evidence.Cues }),
        ];
    }

    /// <summary>Adds the parts of episodes, and notes what is shown, so that its echo is no new evidence.</summary>
    private async Task<IReadOnlyList<RecalledMemory>> ShowAsync(IReadOnlyList<RecalledMemory> memories, RecallRequest request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var shown = await _binding.WithPartsAsync(memories, request, now, cancellationToken).ConfigureAwait(false);
        foreach (var item in shown.SelectMany(m => m.Parts.Prepend(m.Item)))
        {
            guard.Note(item.Id, item.Scope, item.Text, now);
        }

        return shown;
    }

    private static string HintFor(Question question, IReadOnlyList<string> unknown, IReadOnlyList<NearMiss> near)
    {
        var known = question.Words.Except(unknown).Select(w => $"\"{w}\"").ToArray();
        var asked = string.Join(" ", question.Words);
        var where = question.Window is null ? "" : " " + Describe(question);
        var advice = known.Length > 0 ? $"Memories with {string.Join(" and ", known)} exist: ask for that alone."
            : question.Window is not null ? "Try a longer time or other words."
            : "Try other words, a time or a place.";
        var faint = near.FirstOrDefault(n => n.IsFaded) is { } faded ? " " + TipOfTheTongue.Describe(faded) : "";
        return $"Nothing found for \"{asked}\"{where}. {advice}{faint}";
    }

    private static string Describe(Question question) =>
        question.Time is { } time && time.Window == question.Window ? $"for \"{time.Phrase}\"" : "in the window asked for";
}
