using System.Text.Json;

namespace Reminisce.Training.Import;

/// <summary>Turns the tokenizer files of an encoder into the pack's.</summary>
/// <remarks>Read are tokenizer.json, or vocab.txt, or vocab.json with merges.txt; or spiece.model; and tokenizer_config.json and special_tokens_map.json.</remarks>
internal sealed class TokenizerImport(SourceFolder folder)
{
    private static readonly string[] s_pieceFiles = ["spiece.model", "sentencepiece.bpe.model", "tokenizer.model"];

    private readonly JsonFile _tokenizer = folder.Json("tokenizer.json");
    private readonly JsonFile _config = folder.Json("tokenizer_config.json");
    private readonly JsonFile _specials = folder.Json("special_tokens_map.json");

    /// <summary>Reads the tokenizer.</summary>
    /// <exception cref="SourceModelException">There is none, or it is of a kind that packs do not have.</exception>
    public ImportedTokenizer Read()
    {
        var kind = _tokenizer.Text("model", "type");
        if (folder.File("vocab.txt") is { } words && kind is null or "WordPiece")
        {
            return WordPieceImport.Read(File.ReadAllLines(words), "vocab.txt", Lowercase() ?? true);
        }

        return kind switch
        {
            "WordPiece" => WordPieceImport.Read(WordPieceImport.Lines(_tokenizer), _tokenizer.Name, Lowercase() ?? true),
            "BPE" => BytePairImport.Read(_tokenizer, this),
            "Unigram" => SentencePieceImport.Read(_tokenizer, folder, this),
            null when PieceFile() is { } pieces => SentencePieceImport.Read(pieces, folder, this),
            null when folder.File("vocab.json") is not null && folder.File("merges.txt") is { } merges => BytePairImport.Read(folder.Json("vocab.json"), File.ReadAllLines(merges), this),
            null => throw new SourceModelException("tokenizer.json", "a tokenizer: that file, or vocab.txt, or vocab.json with merges.txt, or spiece.model", "none of them"),
            _ => throw new SourceModelException(_tokenizer.Name, "a tokenizer of the kind WordPiece, Unigram or BPE over bytes", $"'{kind}'"),
        };
    }

    /// <summary>Finds the longest text that the tokenizer's files allow.</summary>
    public int? MaxTokens()
    {
        var most = _config.Number("model_max_length");
        var sentences = folder.Json("sentence_bert_config.json").Integer("max_seq_length");
        int?[] limits = [most is > 0 and < 1_000_000 ? (int)most : null, sentences];
        return limits.Where(l => l > 0).Min();
    }

    /// <summary>Finds a special token by its roles, the first one that is set.</summary>
    public string? Special(params string[] roles) => roles
        .SelectMany(role => new[] { _config, _specials }.SelectMany(file => new[] { file.Text(role), file.Text(role, "content") }))
        .FirstOrDefault(token => !string.IsNullOrEmpty(token));

    /// <summary>Lists the steps that tokenizer.json brings a text through before it is cut.</summary>
    public static IReadOnlyList<JsonElement> Normalizers(JsonFile tokenizer)
    {
        var steps = tokenizer.Find("normalizer", "normalizers") is { ValueKind: JsonValueKind.Array } list
            ? list.EnumerateArray().ToList()
            : tokenizer.Find("normalizer") is { } one ? [one] : [];
        return [.. steps.Where(n => n.ValueKind == JsonValueKind.Object)];
    }

    public bool? Lowercase()
    {
        foreach (var normalizer in Normalizers(_tokenizer))
        {
            if (normalizer.TryGetProperty("lowercase", out var lowercase) && lowercase.ValueKind is JsonValueKind.True or JsonValueKind.False)
            {
                return lowercase.GetBoolean();
            }

            if (normalizer.TryGetProperty("type", out var type) && type.ValueEquals("Lowercase"))
            {
                return true;
            }
        }

        return _config.Flag("do_lower_case") ?? (_tokenizer.Exists ? false : null);
    }

    private string? PieceFile() => s_pieceFiles.Select(folder.File).FirstOrDefault(f => f is not null);
}
