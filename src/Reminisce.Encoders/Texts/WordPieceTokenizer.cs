using System.Text;
using Microsoft.ML.Tokenizers;

namespace Reminisce.Encoders;

/// <summary>Cuts text into the token numbers of a text tower: <c>[CLS] tokens [SEP]</c>.</summary>
/// <remarks>Immutable; safe to share between threads.</remarks>
internal sealed class WordPieceTokenizer
{
    // No word of a vocabulary is near this long, so what lies behind never reaches the tower.
    private const int MaxCharactersPerToken = 64;

    private readonly BertTokenizer _tokenizer;
    private readonly int _maxTokens;

    /// <summary>Reads a vocabulary.</summary>
    /// <exception cref="ModelPackException">It is no vocabulary, or lacks a special token.</exception>
    public WordPieceTokenizer(PackTokenizer description, int maxTokens, byte[] vocabulary)
    {
        _maxTokens = maxTokens;
        try
        {
            using var stream = new MemoryStream(vocabulary, writable: false);
            _tokenizer = BertTokenizer.Create(stream, new BertOptions
            {
                LowerCaseBeforeTokenization = description.Lowercase,
                RemoveNonSpacingMarks = description.Lowercase,
                // What a person writes as "[SEP]" is text, not a separator.
                SplitOnSpecialTokens = false,
            });
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or KeyNotFoundException)
        {
            throw new ModelPackException(description.Vocabulary, "a WordPiece vocabulary with [PAD], [UNK], [CLS], [SEP] and [MASK]", e.Message, e);
        }
    }

    /// <summary>Gets the number that fills a batch up.</summary>
    public int PaddingId => _tokenizer.PaddingTokenId;

    /// <summary>Cuts a text.</summary>
    /// <param name="text">The text.</param>
    /// <returns>3 to the tower's largest number of tokens.</returns>
    /// <exception cref="TextException">The text is empty or holds only blanks and control characters.</exception>
    public int[] Encode(string text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            throw new TextException("The text is empty; give at least one word.");
        }

        var pieces = _tokenizer.EncodeToIds(Clean(text), _maxTokens - 2, addSpecialTokens: false, out string? _, out _);
        if (pieces.Count == 0)
        {
            throw new TextException("The text holds only blanks and control characters; give at least one word.");
        }

        return [_tokenizer.ClassificationTokenId, .. pieces, _tokenizer.SeparatorTokenId];
    }

    /// <summary>Cuts to a bounded length, replaces halves of surrogate pairs, and composes (NFC).</summary>
    private string Clean(string text)
    {
        var span = text.AsSpan(0, (int)Math.Min(text.Length, (long)_maxTokens * MaxCharactersPerToken));
        var builder = new StringBuilder(span.Length);
        foreach (var rune in span.EnumerateRunes())
        {
            builder.Append(rune.ToString());
        }

        return builder.ToString().Normalize(NormalizationForm.FormC);
    }
}
