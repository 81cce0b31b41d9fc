using Microsoft.ML.Tokenizers;

namespace Reminisce.Encoders;

/// <summary>Cuts text into the token numbers of a text tower: <c>[CLS] tokens [SEP]</c>.</summary>
/// <remarks>Immutable; safe to share between threads.</remarks>
internal sealed class WordPieceTokenizer : ITextTokenizer
{
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

    /// <inheritdoc/>
    public int PaddingId => _tokenizer.PaddingTokenId;

    /// <inheritdoc/>
    public int[] Encode(string text, out bool truncated)
    {
        var pieces = _tokenizer.EncodeToIds(PlainText.Clean(text, _maxTokens, out truncated), _maxTokens - 1, addSpecialTokens: false, out string? _, out _);
        return PlainText.Frame([_tokenizer.ClassificationTokenId], pieces, _maxTokens - 2, _tokenizer.SeparatorTokenId, ref truncated);
    }
}
