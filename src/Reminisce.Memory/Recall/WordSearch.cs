using System.Linq.Expressions;
using Reminisce.Memory.Storage;

namespace Reminisce.Memory.Recall;

/// <summary>Looks for every word of a question on its own, so that each record knows which of them it holds.</summary>
internal sealed class WordSearch(IMemoryIndex index, RecallWeights weights)
{
    /// <summary>So many hits of a word are read at most; a word found more often says little.</summary>
    private const int Limit = 200;

    /// <summary>What a word for a kind of occasion weighs when it occurs nowhere, as a share of another such word.</summary>
    private const double FrameShare = 0.25;

    /// <summary>Gathers the words of a question.</summary>
    /// <returns>What was found, and the words that occur nowhere although they matter.</returns>
    public async Task<(Dictionary<Guid, Evidence> Found, IReadOnlyList<string> Unknown)> GatherAsync(
        Question question, Expression<Func<MemoryRecord, bool>> filter, CancellationToken cancellationToken)
    {
        var found = new Dictionary<Guid, Evidence>();
        var unknown = new List<string>();
        var whole = 0.0;
        foreach (var word in question.Words)
        {
            var forms = weights.WordForms ? WordForms.Of(word) : word;
            var hits = await index.SearchWordAsync(forms, filter, Limit, cancellationToken).ConfigureAwait(false);
            var rarity = Ranking.Rarity(hits.Count, Limit);
            if (hits.Count == 0)
            {
                // A memory need not say that an appointment was one.
                rarity *= QuestionWords.IsFrame(word) ? FrameShare : 1;
                unknown.Add(word);
            }

            whole += rarity;
            foreach (var hit in hits)
            {
                var evidence = Evidence.For(found, hit.Record);
                evidence.AddWord(word, rarity, hit.Score);
            }
        }

        foreach (var evidence in found.Values)
        {
            evidence.QuestionWeight = whole;
        }

        return (found, unknown);
    }
}
