using System.Linq.Expressions;
using Microsoft.Extensions.AI;
using Reminisce.Memory.Storage;

namespace Reminisce.Memory.Recall;

/// <summary>Answers questions: words, meaning and cues fused within filters, or the timeline when only a time is asked for.</summary>
internal sealed class Recaller(IMemoryIndex index, TimePhraseParser parser, RecallGuard guard, TimeProvider clock)
{
    /// <summary>So many hits of a word are read at most; a word found more often says little.</summary>
    private const int WordLimit = 200;

    private const int MeaningPool = 50;

    /// <summary>A faded memory comes back only for a question it covers nearly whole.</summary>
    private const double StrongCue = 0.8;

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

        var filter = MemoryFilters.Visible(request.Scope, MemoryState.Active, request.LeastTrusted, question.Window, request.Modality);
        var (found, frequencies) = await GatherWordsAsync(question, filter, cancellationToken).ConfigureAwait(false);
        await GatherMeaningAsync(found, media ?? (AIContent)new TextContent(question.Meaning), filter, request.Top, cancellationToken).ConfigureAwait(false);

        IReadOnlyList<RecalledMemory> answers = Rank(found, question, request, e => Ranking.Answers(e, frequencies.Contains(0)));
        if (answers.Count == 0)
        {
            answers = await SearchColdAsync(question, request, cancellationToken).ConfigureAwait(false);
        }

        Note(answers);
        return new RecallResult(answers, question.Time, answers.Count > 0 ? null : HintFor(question, frequencies));
    }

    private async Task<RecallResult> TimelineAsync(RecallRequest request, Question question, CancellationToken cancellationToken)
    {
        var modality = request.Modality ?? question.ModalityHint;
        var filter = MemoryFilters.Visible(request.Scope, MemoryState.Active, request.LeastTrusted, question.Window, modality);
        var records = await index.WhereAsync(filter, request.Top, newestFirst: false, cancellationToken).ConfigureAwait(false);
        var memories = records.Select(r => new RecalledMemory(MemoryMapper.ToItem(r, clock.GetUtcNow()), 1, Ranking.Explain(new Evidence(r), question))).ToArray();
        Note(memories);
        var hint = memories.Length > 0 ? null : $"Nothing is remembered {Describe(question)}. Try a longer time.";
        return new RecallResult(memories, question.Time, hint);
    }

    private async Task<(Dictionary<Guid, Evidence> Found, int[] Frequencies)> GatherWordsAsync(Question question, Expression<Func<MemoryRecord, bool>> filter, CancellationToken cancellationToken)
    {
        var found = new Dictionary<Guid, Evidence>();
        var frequencies = new int[question.Words.Count];
        for (var i = 0; i < frequencies.Length; i++)
        {
            var hits = await index.SearchWordAsync(question.Words[i], filter, WordLimit, cancellationToken).ConfigureAwait(false);
            frequencies[i] = hits.Count;
            foreach (var hit in hits)
            {
                var evidence = For(found, hit.Record);
                evidence.Words.Add(question.Words[i]);
                evidence.WordScore += hit.Score;
                evidence.Coverage += Ranking.Rarity(hits.Count, WordLimit);
            }
        }

        var whole = frequencies.Sum(f => Ranking.Rarity(f, WordLimit));
        foreach (var evidence in found.Values)
        {
            evidence.Coverage /= whole;
        }

        return (found, frequencies);
    }

    private async Task GatherMeaningAsync(Dictionary<Guid, Evidence> found, AIContent query, Expression<Func<MemoryRecord, bool>> filter, int top, CancellationToken cancellationToken)
    {
        if (!index.CanEncode(query))
        {
            return;
        }

        foreach (var hit in await index.SearchMeaningAsync(query, filter, Math.Max(MeaningPool, top), cancellationToken).ConfigureAwait(false))
        {
            var evidence = For(found, hit.Record);
            evidence.Deviations = hit.Deviations;
            evidence.IsRelevantByMeaning = hit.IsRelevant;
        }
    }

    /// <summary>Looks among the faded: nothing but the words themselves brings them back.</summary>
    private async Task<IReadOnlyList<RecalledMemory>> SearchColdAsync(Question question, RecallRequest request, CancellationToken cancellationToken)
    {
        var filter = MemoryFilters.Visible(request.Scope, MemoryState.Cold, request.LeastTrusted, question.Window, request.Modality);
        var (found, _) = await GatherWordsAsync(question, filter, cancellationToken).ConfigureAwait(false);
        return Rank(found, question, request, e => e.Coverage >= StrongCue);
    }

    private List<RecalledMemory> Rank(Dictionary<Guid, Evidence> found, Question question, RecallRequest request, Func<Evidence, bool> answers)
    {
        var now = clock.GetUtcNow();
        var kept = found.Values.Where(answers).ToList();
        kept.ForEach(e => Ranking.MatchCues(e, request.Cues));
        var best = kept.Count == 0 ? 0 : kept.Max(e => e.WordScore);
        return
        [
            .. kept.Select(e => (Evidence: e, Score: Ranking.Score(e, best, question.ModalityHint, now)))
                .OrderByDescending(e => e.Score).ThenByDescending(e => e.Evidence.Record.OccurredAt).ThenBy(e => e.Evidence.Record.Key)
                .DistinctBy(e => e.Evidence.Record.ContentHash)
                .Take(request.Top)
                .Select(e => new RecalledMemory(MemoryMapper.ToItem(e.Evidence.Record, now), e.Score, Ranking.Explain(e.Evidence, question))),
        ];
    }

    private void Note(IReadOnlyList<RecalledMemory> memories)
    {
        var now = clock.GetUtcNow();
        foreach (var memory in memories)
        {
            guard.Note(memory.Item.Id, memory.Item.Scope, memory.Item.Text, now);
        }
    }

    private static Evidence For(Dictionary<Guid, Evidence> found, MemoryRecord record)
    {
        if (!found.TryGetValue(record.Key, out var evidence))
        {
            evidence = new Evidence(record);
            found.Add(record.Key, evidence);
        }

        return evidence;
    }

    private static string HintFor(Question question, int[] frequencies)
    {
        var known = question.Words.Where((_, i) => frequencies[i] > 0).Select(w => $"\"{w}\"").ToArray();
        var asked = string.Join(" ", question.Words);
        var where = question.Window is null ? "" : " " + Describe(question);
        var advice = known.Length > 0 ? $"Memories with {string.Join(" and ", known)} exist: ask for that alone."
            : question.Window is not null ? "Try a longer time or other words."
            : "Try other words, a time or a place.";
        return $"Nothing found for \"{asked}\"{where}. {advice}";
    }

    private static string Describe(Question question) =>
        question.Time is { } time && time.Window == question.Window ? $"for \"{time.Phrase}\"" : "in the window asked for";
}
