using Microsoft.ML.Tokenizers;

namespace Reminisce.Training.Learning.Batches;

/// <summary>Captions cut into tokens, several for each picture.</summary>
/// <remarks>The same WordPiece rules as at run time: lower case, accents removed, marks at both ends.</remarks>
internal sealed class CaptionTokens
{
    private readonly long[][][] _tokens;

    /// <summary>Cuts captions into tokens.</summary>
    /// <param name="captions">The captions of each picture.</param>
    /// <param name="vocabulary">The pieces; the place is the id.</param>
    /// <param name="length">Largest number of tokens, the marks included.</param>
    public CaptionTokens(IEnumerable<IReadOnlyList<string>> captions, IReadOnlyList<string> vocabulary, int length)
    {
        using var stream = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(string.Join('\n', vocabulary)));
        var tokenizer = BertTokenizer.Create(stream, new BertOptions { LowerCaseBeforeTokenization = true, RemoveNonSpacingMarks = true, SplitOnSpecialTokens = false });
        Length = length;
        Unknown = tokenizer.UnknownTokenId;
        _tokens = [.. captions.Select(list => list.Select(c => Encode(tokenizer, c)).ToArray())];
    }

    public int Count => _tokens.Length;

    public int Length { get; }

    public int Unknown { get; }

    /// <summary>Number of captions of a picture.</summary>
    public int CaptionsOf(int picture) => _tokens[picture].Length;

    /// <summary>The pieces of all captions of each picture, without the marks.</summary>
    public IEnumerable<int[]> Pieces() => _tokens.Select(captions => captions.SelectMany(c => c[1..^1]).Select(id => (int)id).ToArray());

    /// <summary>Writes a caption's tokens and mask, padded with 0.</summary>
    public void Write(int picture, int caption, Span<long> ids, Span<long> mask)
    {
        var tokens = _tokens[picture][caption];
        ids.Clear();
        mask.Clear();
        tokens.CopyTo(ids);
        mask[..tokens.Length].Fill(1);
    }

    private long[] Encode(BertTokenizer tokenizer, string text)
    {
        var ids = tokenizer.EncodeToIds(text, addSpecialTokens: true);
        var taken = ids.Take(Length).Select(i => (long)i).ToArray();

        // A caption that was cut still ends with its mark.
        taken[^1] = ids[^1];
        return taken;
    }
}
