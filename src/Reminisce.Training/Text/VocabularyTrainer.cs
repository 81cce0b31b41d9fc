namespace Reminisce.Training.Text;

/// <summary>Makes a WordPiece vocabulary from texts.</summary>
/// <remarks>
/// Frequent words stay whole; the rest of the places go to the pieces that save most letters in the words left over.
/// Every single character is a piece, so any word of the scripts seen is covered.
/// </remarks>
internal static class VocabularyTrainer
{
    public static readonly string[] Special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"];

    private const int LongestPiece = 9;

    /// <summary>Trains a vocabulary.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="size">Largest number of pieces.</param>
    /// <param name="wholeWordCount">A word seen this often is a piece of its own while there is room.</param>
    /// <param name="pieces">Places kept for parts of words.</param>
    /// <returns>The pieces, the special ones first; the place in the list is the piece's id.</returns>
    public static IReadOnlyList<string> Train(IEnumerable<string> texts, int size, int wholeWordCount, int pieces)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var word in texts.SelectMany(Words.Split))
        {
            counts[word] = counts.GetValueOrDefault(word) + 1;
        }

        var characters = new SortedSet<string>(StringComparer.Ordinal);
        for (var c = '!'; c <= '~'; c++)
        {
            if (!char.IsAsciiLetterUpper(c))
            {
                characters.Add(c.ToString());
            }
        }

        foreach (var c in counts.Where(p => p.Value > 1).SelectMany(p => p.Key))
        {
            if (!char.IsSurrogate(c))
            {
                characters.Add(c.ToString());
            }
        }

        var vocabulary = new List<string>(Special);
        vocabulary.AddRange(characters);
        vocabulary.AddRange(characters.Where(c => char.IsLetterOrDigit(c[0])).Select(c => "##" + c));
        var known = new HashSet<string>(vocabulary, StringComparer.Ordinal);
        var ranked = counts.OrderByDescending(p => p.Value).ThenBy(p => p.Key, StringComparer.Ordinal).ToArray();
        foreach (var (word, count) in ranked)
        {
            if (vocabulary.Count >= size - pieces || count < wholeWordCount)
            {
                break;
            }

            Add(word);
        }

        foreach (var piece in RankPieces(ranked.Where(p => !known.Contains(p.Key))))
        {
            if (vocabulary.Count >= size)
            {
                break;
            }

            Add(piece);
        }

        return vocabulary;

        void Add(string piece)
        {
            if (known.Add(piece))
            {
                vocabulary.Add(piece);
            }
        }
    }

    private static IEnumerable<string> RankPieces(IEnumerable<KeyValuePair<string, int>> words)
    {
        var saved = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var (word, count) in words)
        {
            for (var start = 0; start < word.Length; start++)
            {
                for (var length = 2; length <= Math.Min(LongestPiece, word.Length - start); length++)
                {
                    var piece = string.Concat(start > 0 ? "##" : string.Empty, word.AsSpan(start, length));
                    saved[piece] = saved.GetValueOrDefault(piece) + ((long)count * (length - 1));
                }
            }
        }

        return saved.Where(p => p.Value > 3).OrderByDescending(p => p.Value).ThenBy(p => p.Key, StringComparer.Ordinal).Select(p => p.Key);
    }
}
