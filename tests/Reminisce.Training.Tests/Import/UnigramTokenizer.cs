using System.Globalization;
using System.Text;
using Reminisce.Training.Tests.Cutting;

namespace Reminisce.Training.Tests.Import;

/// <summary>A Unigram tokenizer.json of as many pieces as test encoders know, and the likeliest cutting by an oracle of its own.</summary>
internal static class UnigramTokenizer
{
    private static readonly (string Piece, double Score)[] s_words =
        [("▁", -3.1), ("▁a", -2.3), ("▁the", -3.7), ("▁cat", -4.9), ("▁dog", -5.3), ("bus", -5.9), ("ca", -4.3), ("at", -4.1), .. "abcdefghijklmnopqrstuvwxyz".Select((c, i) => ($"{c}", -7.03 - (i * 0.11)))];

    /// <summary>Lists the pieces in the order of their numbers.</summary>
    public static IReadOnlyList<(string Piece, double Score)> Pieces(string? begin)
    {
        List<(string, double)> pieces = begin is null ? [("<pad>", 0), ("</s>", 0), ("<unk>", 0)] : [(begin, 0), ("<pad>", 0), ("</s>", 0), ("<unk>", 0)];
        pieces.AddRange(s_words);
        while (pieces.Count < SyntheticEncoder.Words)
        {
            pieces.Add(($"zz{pieces.Count}", -20));
        }

        return pieces;
    }

    public static string Json(string? begin)
    {
        var vocabulary = string.Join(", ", Pieces(begin).Select(p => string.Create(CultureInfo.InvariantCulture, $"[\"{p.Piece}\", {p.Score}]")));
        var special = begin is null ? "" : $$"""{ "SpecialToken": { "id": "{{begin}}", "type_id": 0 } }, """;
        return $$"""
            {
              "added_tokens": [{{(begin is null ? "" : $"{{ \"id\": 0, \"content\": \"{begin}\", \"special\": true }}, ")}}{ "id": 1, "content": "{{(begin is null ? "</s>" : "<pad>")}}", "special": true }],
              "normalizer": { "type": "Sequence", "normalizers": [{ "type": "Lowercase" }, { "type": "Replace", "pattern": { "Regex": " {2,}" }, "content": " " }] },
              "pre_tokenizer": { "type": "Metaspace", "replacement": "▁", "add_prefix_space": true },
              "post_processor": { "type": "TemplateProcessing", "single": [{{special}}{ "Sequence": { "id": "A", "type_id": 0 } }, { "SpecialToken": { "id": "</s>", "type_id": 0 } }] },
              "model": { "type": "Unigram", "unk_id": {{(begin is null ? 2 : 3)}}, "vocab": [{{vocabulary}}] }
            }
            """;
    }

    /// <summary>Tries every cutting of a text of known letters and keeps the likeliest.</summary>
    public static IReadOnlyList<int> Encode(string text, string? begin)
    {
        var numbers = Pieces(begin).Select((p, i) => (p.Piece, p.Score, i)).Where(p => p.Piece[0] != '<').ToList();
        var marked = new StringBuilder("▁").AppendJoin('▁', text.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToString();
        var best = new (double Score, int[] Ids)[marked.Length + 1];
        Array.Fill(best, (double.NegativeInfinity, []));
        best[0] = (0, []);
        for (var at = 0; at < marked.Length; at++)
        {
            foreach (var (piece, score, number) in numbers)
            {
                if (string.CompareOrdinal(marked, at, piece, 0, piece.Length) == 0 && best[at].Score + score > best[at + piece.Length].Score)
                {
                    best[at + piece.Length] = (best[at].Score + score, [.. best[at].Ids, number]);
                }
            }
        }

        return best[^1].Ids;
    }
}
