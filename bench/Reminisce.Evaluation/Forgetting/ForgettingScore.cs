using System.Text.Json.Nodes;
using Reminisce.Memory;

namespace Reminisce.Evaluation;

/// <summary>How well a life log answers, counted by groups: any look at the same screen, any copy of the same note will do.</summary>
/// <remarks>
/// A gist shows its own group; of the groups behind it only those in words count, read through its links, because a picture behind
/// another picture is not shown. Precision counts a group once: a second look at the same screen is noise.
/// </remarks>
internal sealed class ForgettingScore
{
    private const int Depth = 10;
    private readonly SortedDictionary<string, (int Count, double Recall)> _kinds = new(StringComparer.Ordinal);
    private int _questions;
    private double _recall;
    private double _precision;
    private double _repeated;

    public double Recall => _recall / _questions;

    public double Precision => _precision / _questions;

    /// <summary>Gets the precision when every repetition of evidence counts as right.</summary>
    public double PrecisionWithRepeats => _repeated / _questions;

    public static async Task<ForgettingScore> AskAsync(
        ForgettingStore store, IReadOnlyList<LogQuestion> questions, IReadOnlyDictionary<Guid, int> groups, CancellationToken cancellationToken)
    {
        var score = new ForgettingScore();
        foreach (var question in questions)
        {
            question.Request.Top = Depth;
            var shown = (await store.Memory.RecallAsync(question.Request, cancellationToken)).Memories;
            var covered = new List<HashSet<int>>(shown.Count);
            foreach (var memory in shown)
            {
                covered.Add(await CoveredAsync(store, memory.Item, groups, cancellationToken));
            }

            score.Add(question, covered);
        }

        return score;
    }

    public JsonObject ByKind() => new(_kinds.Select(k => KeyValuePair.Create<string, JsonNode?>(k.Key, Math.Round(k.Value.Recall / k.Value.Count, 4))));

    private void Add(LogQuestion question, List<HashSet<int>> covered)
    {
        var found = covered.SelectMany(c => c).Where(question.Evidence.Contains).ToHashSet();
        var (seen, fresh, right) = (new HashSet<int>(), 0, 0);
        foreach (var groups in covered)
        {
            var relevant = groups.Where(question.Evidence.Contains).ToArray();
            right += relevant.Length > 0 ? 1 : 0;
            var added = relevant.Count(seen.Add);
            fresh += added > 0 ? 1 : 0;
        }

        var recall = found.Count / (double)question.Evidence.Count;
        _questions++;
        _recall += recall;
        _precision += covered.Count == 0 ? 0 : fresh / (double)covered.Count;
        _repeated += covered.Count == 0 ? 0 : right / (double)covered.Count;
        var (count, sum) = _kinds.GetValueOrDefault(question.Kind);
        _kinds[question.Kind] = (count + 1, sum + recall);
    }

    private static async Task<HashSet<int>> CoveredAsync(ForgettingStore store, MemoryItem item, IReadOnlyDictionary<Guid, int> groups, CancellationToken cancellationToken)
    {
        var covered = new HashSet<int> { groups[item.Id] };
        if (item.Members.Count > 0)
        {
            covered.UnionWith((await store.Memory.GetAsync(item.Members, cancellationToken: cancellationToken))
                .Where(m => m.MediaType is null && m.Text.Length > 0).Select(m => groups[m.Id]));
        }

        return covered;
    }
}
