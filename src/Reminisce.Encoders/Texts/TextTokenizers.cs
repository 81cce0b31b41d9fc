namespace Reminisce.Encoders;

/// <summary>Makes the tokenizer that a pack describes.</summary>
internal static class TextTokenizers
{
    /// <summary>Reads the tokenizer's files.</summary>
    /// <exception cref="ModelPackException">One of them is damaged or does not agree with the description.</exception>
    public static ITextTokenizer Create(PackTower tower, Func<string, byte[]> read)
    {
        var description = tower.Tokenizer!;
        ITextTokenizer tokenizer = description.Type switch
        {
            PackTokenizer.Bpe => new BytePairTokenizer(description, tower.MaxTokens, read(description.Vocabulary), read(description.Merges!)),
            PackTokenizer.SentencePiece => new SentencePieceText(description, tower.MaxTokens, read(description.Vocabulary)),
            _ => new WordPieceTokenizer(description, tower.MaxTokens, read(description.Vocabulary)),
        };
        return description.PadToMax ? new FilledTokenizer(tokenizer, tower.MaxTokens) : tokenizer;
    }

    private sealed class FilledTokenizer(ITextTokenizer inner, int tokens) : ITextTokenizer
    {
        public int PaddingId => inner.PaddingId;

        public int[] Encode(string text, out bool truncated)
        {
            var ids = inner.Encode(text, out truncated);
            return [.. ids, .. Enumerable.Repeat(inner.PaddingId, tokens - ids.Length)];
        }
    }
}
