using System.Text.Json.Nodes;

namespace Reminisce.Evaluation;

/// <summary>Adds up how well questions found their evidence among the first ten.</summary>
internal sealed class RankTally
{
    public const int Depth = 10;
    private double _five;
    private double _ten;
    private double _reciprocal;

    public int Questions { get; private set; }

    public double RecallAt10 => Questions == 0 ? 0 : _ten / Questions;

    /// <summary>Adds one question.</summary>
    /// <param name="ranking">Places found, best first.</param>
    /// <param name="evidence">Places to be found.</param>
    public void Add(IReadOnlyList<int> ranking, IReadOnlySet<int> evidence)
    {
        Questions++;
        _five += ranking.Take(5).Count(evidence.Contains) / (double)evidence.Count;
        _ten += ranking.Take(Depth).Count(evidence.Contains) / (double)evidence.Count;
        var first = ranking.Take(Depth).TakeWhile(r => !evidence.Contains(r)).Count();
        _reciprocal += first < Math.Min(ranking.Count, Depth) ? 1.0 / (first + 1) : 0;
    }

    public JsonObject ToJson() => new()
    {
        ["r5"] = Share(_five),
        ["r10"] = Share(_ten),
        ["mrr"] = Share(_reciprocal),
    };

    private double Share(double sum) => Questions == 0 ? 0 : Math.Round(sum / Questions, 4);
}
