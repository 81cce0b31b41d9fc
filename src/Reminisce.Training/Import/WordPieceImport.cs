using System.Text;
using System.Text.Json;
using Reminisce.Encoders;

namespace Reminisce.Training.Import;

/// <summary>The vocabulary of BERT and its kin.</summary>
internal static class WordPieceImport
{
    private const string Pack = "text/vocab.txt";

    private static readonly string[] s_specials = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"];

    public static ImportedTokenizer Read(string[] lines, string file, bool lowercase)
    {
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < lines.Length; i++)
        {
            numbers.TryAdd(lines[i], i);
        }

        int Special(string token) => numbers.TryGetValue(token, out var number) ? number : throw new SourceModelException(file, $"the special token '{token}'", "none");
        var specials = s_specials.Select(Special).ToList();
        return new ImportedTokenizer(
            new PackTokenizer(PackTokenizer.WordPiece, Pack, lowercase),
            [new ImportedFile(Pack, Encoding.UTF8.GetBytes(string.Join('\n', lines) + "\n"))],
            ImportedTokenizer.FormOf(specials, specials[2], specials[3], specials[0], lines.Length));
    }

    /// <summary>Lists the vocabulary of a tokenizer.json by number.</summary>
    public static string[] Lines(JsonFile tokenizer)
    {
        if (tokenizer.Find("model", "vocab") is not { ValueKind: JsonValueKind.Object } vocabulary)
        {
            throw new SourceModelException(tokenizer.Name, "a vocabulary of tokens and their numbers", "none");
        }

        var tokens = vocabulary.EnumerateObject().ToList();
        var lines = new string[tokens.Count];
        foreach (var token in tokens)
        {
            if (token.Value.ValueKind != JsonValueKind.Number || !token.Value.TryGetInt32(out var number) || number < 0 || number >= lines.Length || lines[number] is not null)
            {
                throw new SourceModelException(tokenizer.Name, $"token numbers from 0 to {lines.Length - 1}, each once", token.Value.GetRawText());
            }

            lines[number] = token.Name;
        }

        return lines;
    }
}
