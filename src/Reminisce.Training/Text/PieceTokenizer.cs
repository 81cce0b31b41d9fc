using Microsoft.ML.Tokenizers;

namespace Reminisce.Training.Text;

/// <summary>Cuts texts into the pieces of a vocabulary as a text tower sees them: <c>[CLS] pieces [SEP]</c>.</summary>
internal sealed class PieceTokenizer
{
    private readonly BertTokenizer _tokenizer;

    public PieceTokenizer(IReadOnlyList<string> vocabulary)
    {
        using var stream = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(string.Join('\n', vocabulary) + "\n"));
        _tokenizer = BertTokenizer.Create(stream, new BertOptions { LowerCaseBeforeTokenization = true, RemoveNonSpacingMarks = true, SplitOnSpecialTokens = false });
    }

    /// <summary>Cuts a text into at most <paramref name="maxTokens"/> ids, the two special ones included.</summary>
    public int[] Encode(string text, int maxTokens)
    {
        var pieces = _tokenizer.EncodeToIds(text.Normalize(), maxTokens - 2, addSpecialTokens: false, out string? _, out _);
        return [_tokenizer.ClassificationTokenId, .. pieces, _tokenizer.SeparatorTokenId];
    }
}
