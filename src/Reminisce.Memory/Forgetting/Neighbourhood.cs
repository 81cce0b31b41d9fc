using System.Numerics.Tensors;
using Reminisce.Memory.Time;

namespace Reminisce.Memory.Forgetting;

/// <summary>Finds for each of the candidates of one group those that are like it and close in time.</summary>
/// <remarks>
/// Not thread-safe; made for one group. Two sets of words that agree to a share s have one of the first n - ceil(s n) + 1 words in common,
/// when every set is put in the same order; with the rarest first, few pairs have to be looked at. (Prefix filter of set similarity
/// joins.) Candidates without words are compared by their vectors, pair by pair within the window.
/// </remarks>
internal sealed class Neighbourhood
{
    /// <summary>The share of common words (Jaccard) from which two texts count as the same.</summary>
    private const double CommonWords = 0.8;

    /// <summary>So many likes of one candidate are known at most, so that a text that is said all day stays cheap.</summary>
    private const int MaximumNeighbours = 256;

    private readonly SweepCandidate[] _items;
    private readonly HashSet<string>[] _words;
    private readonly string[] _numbers;
    private readonly List<int>[] _neighbours;
    private readonly TimeSpan _window;
    private readonly Likeness? _likeness;

    /// <summary>Finds the neighbours.</summary>
    /// <param name="candidates">The candidates of one group.</param>
    /// <param name="window">How far apart in time they may lie.</param>
    /// <param name="likeness">How like embeddings must be, or <see langword="null"/> when words alone decide and wordless ones are like nothing.</param>
    public Neighbourhood(IEnumerable<SweepCandidate> candidates, TimeSpan window, Likeness? likeness)
    {
        _items = [.. candidates.OrderBy(c => c.OccurredAt).ThenBy(c => c.Id)];
        _words = [.. _items.Select(i => WordsOf(i.Text).ToHashSet(StringComparer.Ordinal))];
        _numbers = [.. _items.Select(i => string.Join(' ', WordsOf(i.Text).Where(HasDigit)))];
        _neighbours = [.. _items.Select(_ => new List<int>())];
        (_window, _likeness) = (window, likeness);
        JoinByWords();
        if (likeness is not null)
        {
            JoinWordless();
        }
    }

    /// <summary>Gets the candidates in time order.</summary>
    public IReadOnlyList<SweepCandidate> Items => _items;

    /// <summary>Lists the neighbours of a candidate, by their place in <see cref="Items"/>.</summary>
    public IReadOnlyList<int> Of(int item) => _neighbours[item];

    private static IEnumerable<string> WordsOf(string text) => TimeTokenizer.Tokenize(text).Where(t => char.IsLetterOrDigit(t.Text[0])).Select(t => t.Text);

    private void JoinByWords()
    {
        var frequency = _words.SelectMany(w => w).CountBy(w => w, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        var seen = new int[_items.Length];
        Array.Fill(seen, -1);
        var holders = new Dictionary<string, Queue<int>>(StringComparer.Ordinal);
        for (var item = 0; item < _items.Length; item++)
        {
            var rarest = _words[item].OrderBy(w => frequency[w]).ThenBy(w => w, StringComparer.Ordinal);
            foreach (var word in rarest.Take(_words[item].Count - (int)Math.Ceiling(CommonWords * _words[item].Count) + 1).ToArray())
            {
                if (frequency[word] == 1)
                {
                    continue;
                }

                if (!holders.TryGetValue(word, out var earlier))
                {
                    holders.Add(word, earlier = new Queue<int>());
                }

                while (earlier.TryPeek(out var first) && _items[item].OccurredAt - _items[first].OccurredAt > _window)
                {
                    earlier.Dequeue();
                }

                foreach (var other in earlier.Where(o => seen[o] != item))
                {
                    seen[other] = item;
                    Join(other, item);
                }

                earlier.Enqueue(item);
            }
        }
    }

    private void JoinWordless()
    {
        var wordless = Enumerable.Range(0, _items.Length).Where(i => _words[i].Count == 0).ToArray();
        var first = 0;
        for (var i = 0; i < wordless.Length; i++)
        {
            while (_items[wordless[i]].OccurredAt - _items[wordless[first]].OccurredAt > _window)
            {
                first++;
            }

            for (var j = first; j < i; j++)
            {
                Join(wordless[j], wordless[i]);
            }
        }
    }

    private void Join(int a, int b)
    {
        if (_neighbours[a].Count < MaximumNeighbours && _neighbours[b].Count < MaximumNeighbours && AreSame(a, b))
        {
            _neighbours[a].Add(b);
            _neighbours[b].Add(a);
        }
    }

    /// <summary>Vectors alone are not trusted: two notes that differ in one number lie close together and say different things.</summary>
    private bool AreSame(int a, int b)
    {
        var (one, other) = (_items[a], _items[b]);
        return one.ContentHash == other.ContentHash
            || (_numbers[a] == _numbers[b] && AreAlikeInWords(_words[a], _words[b])
                && (_likeness is not { } likeness || (one.Space is not null && one.Space == other.Space
                    && TensorPrimitives.Dot(one.Vector.Span, other.Vector.Span) >= likeness.Least(one.Space, _words[a].Count > 0))));
    }

    private static bool AreAlikeInWords(HashSet<string> a, HashSet<string> b)
    {
        if (a.Count == 0 || b.Count == 0)
        {
            return a.Count == b.Count;
        }

        var common = a.Count(b.Contains);
        return common >= CommonWords * (a.Count + b.Count - common);
    }

    private static bool HasDigit(string word) => word.Any(char.IsDigit);
}
