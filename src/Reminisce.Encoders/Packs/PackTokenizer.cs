namespace Reminisce.Encoders;

/// <summary>How a text tower cuts text into tokens.</summary>
/// <remarks>
/// The kind <c>bpe</c> is byte-pair encoding over bytes, as in CLIP (with <see cref="EndOfWord"/>) and GPT-2 or RoBERTa (without); it has
/// <see cref="Merges"/>, <see cref="Begin"/>, <see cref="End"/> and <see cref="Padding"/>.
/// </remarks>
/// <param name="Type">The kind: <c>wordpiece</c> or <c>bpe</c>.</param>
/// <param name="Vocabulary">A path inside the pack. WordPiece: one token per line, with [PAD], [UNK], [CLS], [SEP] and [MASK]. BPE: a JSON object of tokens and their numbers.</param>
/// <param name="Lowercase">Whether text is put into lower case first, and for WordPiece stripped of accents.</param>
public sealed record PackTokenizer(string Type, string Vocabulary, bool Lowercase)
{
    /// <summary>Cuts by longest known piece, as BERT does.</summary>
    public const string WordPiece = "wordpiece";

    /// <summary>Joins bytes by ranked pairs, as CLIP and GPT-2 do.</summary>
    public const string Bpe = "bpe";

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
