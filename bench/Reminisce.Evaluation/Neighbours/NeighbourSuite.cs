using System.Text.Json.Nodes;
using Reminisce.Training.Data;

namespace Reminisce.Evaluation;

/// <summary>How much the captions of a picture and of its nearest neighbour have in common, exit by exit.</summary>
internal static class NeighbourSuite
{
    private static readonly HashSet<string> s_noContent = new(StringComparer.Ordinal)
    {
        "a", "an", "the", "and", "or", "of", "in", "on", "at", "to", "by", "for", "from", "with", "into", "over", "is", "are", "be", "being", "has", "have",
        "his", "her", "its", "their", "it", "he", "she", "they", "that", "this", "as", "while", "up", "down", "out", "off", "there", "some", "two", "one",
    };

    public static Task<JsonObject> RunAsync(TowerBench bench, CancellationToken cancellationToken)
    {
        var words = CaptionData.Read(bench.Data, "dev").Take(bench.Items.Count).Select(i => Words(i.Captions)).ToArray();
        var exits = bench.EmbedAtEveryExit(cancellationToken);
        var rows = new JsonArray();
        Console.WriteLine();
        Console.WriteLine("| vectors | overlap of nearest | overlap of nearest, centred |");
        Console.WriteLine("|---|---|---|");
        for (var i = 0; i < exits.Length; i++)
        {
            var (plain, centred) = (Overlap(words, exits[i]), Overlap(words, Neighbours.Centre(exits[i])));
            Console.WriteLine(FormattableString.Invariant($"| {bench.Tower.Exits[i].Name} | {plain:0.0000} | {centred:0.0000} |"));
            rows.Add(new JsonObject { ["exit"] = bench.Tower.Exits[i].Name, ["overlap"] = plain, ["centred_overlap"] = centred });
        }

        var random = new Random(1);
        var chance = Math.Round(Enumerable.Range(0, words.Length).Average(i => Jaccard(words[i], words[(i + 1 + random.Next(words.Length - 1)) % words.Length])), 4);
        Console.WriteLine(FormattableString.Invariant($"| random pair | {chance:0.0000} | |"));
        return Task.FromResult(new JsonObject { ["items"] = words.Length, ["exits"] = rows, ["random_pair"] = chance });
    }

    private static double Overlap(HashSet<string>[] words, float[][] vectors) =>
        Math.Round(Enumerable.Range(0, words.Length).Average(i => Jaccard(words[i], words[Neighbours.Rank(vectors, i, _ => true)[0]])), 4);

    private static double Jaccard(HashSet<string> left, HashSet<string> right)
    {
        var shared = left.Count(right.Contains);
        return shared / Math.Max(1.0, left.Count + right.Count - shared);
    }

    private static HashSet<string> Words(IReadOnlyList<string> captions) =>
        [.. captions.SelectMany(c => c.ToLowerInvariant().Split(' ')).Where(w => w.Length > 0 && char.IsLetter(w[0]) && !s_noContent.Contains(w))];
}
