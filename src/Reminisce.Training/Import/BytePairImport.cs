using System.Text;
using System.Text.Json;
using Reminisce.Encoders;

namespace Reminisce.Training.Import;

/// <summary>The vocabulary and merges of CLIP, GPT-2, RoBERTa and their kin.</summary>
internal static class BytePairImport
{
    private const string Vocabulary = "text/vocab.json";
    private const string Merges = "text/merges.txt";
    private const string ClipEndOfWord = "</w>";

    /// <summary>Reads a tokenizer.json.</summary>
    public static ImportedTokenizer Read(JsonFile tokenizer, TokenizerImport import)
    {
        // Only over bytes is every text made of known pieces; the others split by rules of their own.
        if (tokenizer.Flag("model", "byte_fallback") == true || tokenizer.Find("pre_tokenizer")?.GetRawText().Contains("ByteLevel", StringComparison.Ordinal) != true)
        {
            throw new SourceModelException(tokenizer.Name, "BPE over bytes (a ByteLevel pre_tokenizer)", "BPE over characters");
        }

        var numbers = Numbers(tokenizer, tokenizer.Find("model", "vocab"));
        if (tokenizer.Find("added_tokens") is { ValueKind: JsonValueKind.Array } added)
        {
            foreach (var token in added.EnumerateArray())
            {
                if (token.ValueKind == JsonValueKind.Object && token.TryGetProperty("content", out var content) && token.TryGetProperty("id", out var id) && id.TryGetInt32(out var number))
                {
                    numbers[content.GetString() ?? ""] = number;
                }
            }
        }

        if (tokenizer.Find("model", "merges") is not { ValueKind: JsonValueKind.Array } pairs)
        {
            throw new SourceModelException(tokenizer.Name, "a list of merges", "none");
        }

        var merges = pairs.EnumerateArray().Select(p => p.ValueKind == JsonValueKind.Array ? string.Join(' ', p.EnumerateArray().Select(s => s.GetString())) : p.GetString() ?? "");
        var endOfWord = tokenizer.Text("model", "end_of_word_suffix") is { Length: > 0 } suffix ? suffix : null;
        return Make(tokenizer.Name, numbers, [.. merges], endOfWord, import.Lowercase() ?? false, import);
    }

    /// <summary>Reads vocab.json and the lines of merges.txt.</summary>
    public static ImportedTokenizer Read(JsonFile vocabulary, string[] merges, TokenizerImport import)
    {
        var numbers = Numbers(vocabulary, vocabulary.Root);
        var isClip = numbers.Keys.Any(k => k.EndsWith(ClipEndOfWord, StringComparison.Ordinal));
        return Make(vocabulary.Name, numbers, merges, isClip ? ClipEndOfWord : null, import.Lowercase() ?? isClip, import);
    }

    private static ImportedTokenizer Make(string file, Dictionary<string, int> numbers, string[] merges, string? endOfWord, bool lowercase, TokenizerImport import)
    {
        var isClip = endOfWord is not null;
        string Special(string what, string fallback, params string[] roles)
        {
            var token = import.Special(roles) ?? fallback;
            return numbers.ContainsKey(token) ? token : throw new SourceModelException(file, $"the {what} token '{token}'", "none");
        }

        var begin = Special("first", isClip ? "<|startoftext|>" : "<s>", "cls_token", "bos_token");
        var end = Special("last", isClip ? "<|endoftext|>" : "</s>", "sep_token", "eos_token");
        var padding = Special("padding", isClip ? "<|endoftext|>" : "<pad>", "pad_token");
        var specials = new[] { begin, end, padding }.Select(t => numbers[t]).ToList();
        return new ImportedTokenizer(
            new PackTokenizer(PackTokenizer.Bpe, Vocabulary, lowercase) { Merges = Merges, EndOfWord = endOfWord, Begin = begin, End = end, Padding = padding },
            [
                new ImportedFile(Vocabulary, JsonSerializer.SerializeToUtf8Bytes(numbers, ImportJson.Default.DictionaryStringInt32)),
                new ImportedFile(Merges, Encoding.UTF8.GetBytes(string.Join('\n', merges) + "\n")),
            ],
            ImportedTokenizer.FormOf(specials, specials[0], specials[1], specials[2], numbers.Values.Max() + 1));
    }

    private static Dictionary<string, int> Numbers(JsonFile file, JsonElement? vocabulary)
    {
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        if (vocabulary is { ValueKind: JsonValueKind.Object } tokens)
        {
            foreach (var token in tokens.EnumerateObject())
            {
                numbers[token.Name] = token.Value.ValueKind == JsonValueKind.Number && token.Value.TryGetInt32(out var number) && number >= 0
                    ? number
                    : throw new SourceModelException(file.Name, "token numbers from 0 on", token.Value.GetRawText());
            }
        }

        return numbers.Count > 0 ? numbers : throw new SourceModelException(file.Name, "a vocabulary of tokens and their numbers", "none");
    }
}
