using System.Text;
using Microsoft.ML.Tokenizers;

namespace Reminisce.Encoders;

/// <summary>Cuts text by a SentencePiece model, Unigram or BPE, as SigLIP, XLM-RoBERTa and T5 do: <c>begin pieces end</c>, or without a begin.</summary>
/// <remarks>Immutable; safe to share between threads.</remarks>
internal sealed class SentencePieceText : ITextTokenizer
{
    private readonly SentencePieceTokenizer _tokenizer;
    private readonly PackTokenizer _description;
    private readonly int _maxTokens;
    private readonly int[] _begin;
    private readonly int _end;

    /// <summary>Reads a model.</summary>
    /// <exception cref="ModelPackException">It is damaged, or a special token is missing.</exception>
    public SentencePieceText(PackTokenizer description, int maxTokens, byte[] model)
    {
        _description = description;
        _maxTokens = maxTokens;
        Dictionary<string, int> numbers;
        try
        {
            numbers = Numbers(model);
            using var stream = new MemoryStream(model, writable: false);
            _tokenizer = SentencePieceTokenizer.Create(stream, addBeginningOfSentence: false, addEndOfSentence: false);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // The library says of no exception that its reader throws it: whatever it is, the file is at fault.
            throw new ModelPackException(description.Vocabulary, "a SentencePiece model of the kind Unigram or BPE", e.Message, e);
        }

        int Special(string? token) => token is not null && numbers.TryGetValue(token, out var number)
            ? number
            : throw new ModelPackException(description.Vocabulary, $"the special token '{PackRules.Printable(token)}'", "none");
        _begin = description.Begin is null ? [] : [Special(description.Begin)];
        _end = Special(description.End);
        PaddingId = Special(description.Padding);
    }

    /// <inheritdoc/>
    public int PaddingId { get; }

    /// <inheritdoc/>
    public int[] Encode(string text, out bool truncated)
    {
        var clean = PlainText.Clean(text, _maxTokens, out truncated);
        clean = _description.Lowercase ? clean.ToLowerInvariant() : clean;
        var pieces = _tokenizer.EncodeToIds(Plain(clean, _description.RemovePunctuation), addBeginningOfSentence: false, addEndOfSentence: false, _maxTokens - _begin.Length, out _, out _);
        return PlainText.Frame(_begin, pieces, _maxTokens - 1 - _begin.Length, _end, ref truncated);
    }

    // The tokenizer does not list its control pieces. By sentencepiece_model.proto a model is pieces (1), each with its text (1).
    private static Dictionary<string, int> Numbers(ReadOnlySpan<byte> model)
    {
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        var fields = new WireReader(model);
        for (var number = 0; fields.Next();)
        {
            if (fields.Field != 1)
            {
                continue;
            }

            var piece = new WireReader(fields.Content);
            while (piece.Next())
            {
                if (piece.Field == 1)
                {
                    numbers.TryAdd(piece.Text, number);
                }
            }

            number++;
        }

        return numbers;
    }

    // Blanks of every kind become single spaces, as the character tables of such models make them. SigLIP has no ASCII punctuation either.
    private static string Plain(string text, bool removePunctuation)
    {
        var result = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (char.IsWhiteSpace(c))
            {
                result.Append(result.Length > 0 && result[^1] != ' ' ? " " : "");
            }
            else if (!removePunctuation || !char.IsAscii(c) || char.IsAsciiLetterOrDigit(c) || char.IsControl(c))
            {
                result.Append(c);
            }
        }

        return result.ToString().TrimEnd(' ');
    }
}
