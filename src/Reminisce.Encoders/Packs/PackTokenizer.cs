namespace Reminisce.Encoders;

/// <summary>How a text tower cuts text into tokens.</summary>
/// <remarks>
/// The kind <c>bpe</c> is byte-pair encoding over bytes, as in CLIP (with <see cref="EndOfWord"/>) and GPT-2 or RoBERTa (without); it has
/// <see cref="Merges"/>, <see cref="Begin"/>, <see cref="End"/> and <see cref="Padding"/>. The kind <c>sentencepiece</c> is a SentencePiece
/// model (Unigram or BPE), as in SigLIP, XLM-RoBERTa and T5; it has <see cref="End"/>, <see cref="Padding"/> and, where texts begin with a
/// token, <see cref="Begin"/>.
/// </remarks>
/// <param name="Type">The kind: <c>wordpiece</c>, <c>bpe</c> or <c>sentencepiece</c>.</param>
/// <param name="Vocabulary">A path inside the pack. WordPiece: one token per line, with [PAD], [UNK], [CLS], [SEP] and [MASK]. BPE: a JSON object of tokens and their numbers. SentencePiece: its model file.</param>
/// <param name="Lowercase">Whether text is put into lower case first, and for WordPiece stripped of accents.</param>
public sealed record PackTokenizer(string Type, string Vocabulary, bool Lowercase)
{
    /// <summary>Cuts by longest known piece, as BERT does.</summary>
    public const string WordPiece = "wordpiece";

    /// <summary>Joins bytes by ranked pairs, as CLIP and GPT-2 do.</summary>
    public const string Bpe = "bpe";

    /// <summary>Finds the likeliest pieces of a SentencePiece model.</summary>
    public const string SentencePiece = "sentencepiece";

    /// <summary>Gets whether ASCII punctuation is taken off the text and blanks are made single first, as SigLIP does.</summary>
    public bool RemovePunctuation { get; init; }

    /// <summary>Gets the ranked pairs, one per line, a path inside the pack.</summary>
    public string? Merges { get; init; }

    /// <summary>Gets what the last piece of a word ends with, such as <c>&lt;/w&gt;</c>.</summary>
    public string? EndOfWord { get; init; }

    /// <summary>Gets the token before every text.</summary>
    public string? Begin { get; init; }

    /// <summary>Gets the token behind every text.</summary>
    public string? End { get; init; }

    /// <summary>Gets the token that fills a batch up.</summary>
    public string? Padding { get; init; }

    /// <summary>Gets whether every text is filled up to the tower's <see cref="PackTower.MaxTokens"/> with padding that counts as text, for encoders trained that way.</summary>
    public bool PadToMax { get; init; }
}
