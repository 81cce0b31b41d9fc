using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.ML.Tokenizers;

namespace Reminisce.Encoders;

/// <summary>Cuts text by byte-pair encoding over bytes: <c>begin tokens end</c>.</summary>
/// <remarks>Immutable; safe to share between threads. Words are first cut as CLIP does where pieces have an end of word, else as GPT-2 does.</remarks>
internal sealed partial class BytePairTokenizer : ITextTokenizer
{
    private readonly BpeTokenizer _tokenizer;
    private readonly int _maxTokens;
    private readonly bool _lowercase;
    private readonly int _begin;
    private readonly int _end;

    /// <summary>Reads a vocabulary and its merges.</summary>
    /// <exception cref="ModelPackException">They are damaged, or a special token is missing.</exception>
    public BytePairTokenizer(PackTokenizer description, int maxTokens, byte[] vocabulary, byte[] merges)
    {
        _maxTokens = maxTokens;
        _lowercase = description.Lowercase;
        var numbers = ReadVocabulary(description.Vocabulary, vocabulary);
        int Special(string? token) => token is not null && numbers.TryGetValue(token, out var number)
            ? number
            : throw new ModelPackException(description.Vocabulary, $"the special token '{PackRules.Printable(token)}'", "none");
        _begin = Special(description.Begin);
        _end = Special(description.End);
        PaddingId = Special(description.Padding);
        try
        {
            _tokenizer = BpeTokenizer.Create(new BpeOptions(numbers)
            {
                Merges = ReadMerges(merges),
                ByteLevel = true,
                EndOfWordSuffix = description.EndOfWord,
                UnknownToken = description.End,
                PreTokenizer = new RegexPreTokenizer(description.EndOfWord is null ? SpacedWords() : BareWords(), specialTokens: null),
            });
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new ModelPackException(description.Merges!, "pairs of pieces of the vocabulary, one per line", e.Message, e);
        }
    }

    /// <inheritdoc/>
    public int PaddingId { get; }

    /// <inheritdoc/>
    public int[] Encode(string text, out bool truncated)
    {
        var clean = PlainText.Clean(text, _maxTokens, out truncated);
        var pieces = _tokenizer.EncodeToIds(_lowercase ? clean.ToLowerInvariant() : clean, _maxTokens - 1, out _, out _);
        return PlainText.Frame([_begin], pieces, _maxTokens - 2, _end, ref truncated);
    }

    [GeneratedRegex(@"'s|'t|'re|'ve|'m|'ll|'d|\p{L}+|\p{N}|[^\s\p{L}\p{N}]+", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex BareWords();

    [GeneratedRegex(@"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+", RegexOptions.CultureInvariant)]
    private static partial Regex SpacedWords();

    private static Dictionary<string, int> ReadVocabulary(string file, byte[] content)
    {
        try
        {
            using var document = JsonDocument.Parse(content, new JsonDocumentOptions { MaxDepth = 4 });
            var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
            foreach (var token in document.RootElement.EnumerateObject())
            {
                numbers[token.Name] = token.Value.GetInt32();
            }

            return numbers;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            throw new ModelPackException(file, "a JSON object of tokens and their numbers", e.Message, e);
        }
    }

    // The first line of the files of Hugging Face names a version.
    private static List<string> ReadMerges(byte[] content) => Encoding.UTF8.GetString(content)
        .Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Select(line => line.TrimEnd('\r'))
        .Where(line => line.Length > 0 && !line.StartsWith("#version", StringComparison.Ordinal))
        .ToList();
}
