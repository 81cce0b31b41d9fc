using System.Text.Json.Nodes;

namespace Reminisce.Evaluation;

/// <summary>What one part of the dialogues gave, way by way.</summary>
internal sealed class DialogueScore
{
    private readonly SortedDictionary<string, RankTally> _tallies = new(StringComparer.Ordinal);

    public RankTally Of(string name) => _tallies.TryGetValue(name, out var tally) ? tally : _tallies[name] = new RankTally();

    /// <summary>Questions of other dialogues, which nothing here answers: how many were asked, and how many found nothing.</summary>
    public (int Asked, int Nothing) Foreign { get; set; }

    /// <summary>Questions with an answer for which the product found nothing.</summary>
    public int Unanswered { get; set; }

    /// <summary>Questions about the wrong person: asked, found nothing, the misleading turn first, and among the ten.</summary>
    public (int Asked, int Nothing, int First, int AmongTen) Adversarial { get; set; }

    public JsonObject ToJson()
    {
        var json = new JsonObject { ["questions"] = Of("words").Questions };
        foreach (var name in new[] { "words", "vectors", "hybrid", "product", "product_without_time" })
        {
            json[name] = Of(name).ToJson();
        }

        json["product_nothing_found"] = Share(Unanswered, Of("product").Questions);
        json["categories"] = Group("category ");
        json["timed"] = Group("timed ");
        json["ablation"] = Group("ablation ");
        json["adversarial"] = new JsonObject
        {
            ["questions"] = Adversarial.Asked,
            ["nothing_found"] = Share(Adversarial.Nothing, Adversarial.Asked),
            ["wrong_first"] = Share(Adversarial.First, Adversarial.Asked),
            ["wrong_in_10"] = Share(Adversarial.AmongTen, Adversarial.Asked),
        };
        json["foreign"] = new JsonObject { ["questions"] = Foreign.Asked, ["nothing_found"] = Share(Foreign.Nothing, Foreign.Asked) };
        return json;
    }

    private JsonObject Group(string prefix)
    {
        var group = new JsonObject();
        foreach (var (name, tally) in _tallies.Where(t => t.Key.StartsWith(prefix, StringComparison.Ordinal)))
        {
            var row = tally.ToJson();
            row["questions"] = tally.Questions;
            group[name[prefix.Length..]] = row;
        }

        return group;
    }

    private static double Share(int part, int whole) => whole == 0 ? 0 : Math.Round(part / (double)whole, 4);
}
