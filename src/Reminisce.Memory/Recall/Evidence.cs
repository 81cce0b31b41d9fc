using Reminisce.Memory.Storage;

namespace Reminisce.Memory.Recall;

/// <summary>What speaks for one record, or for one episode, as an answer.</summary>
internal sealed class Evidence(MemoryRecord record)
{
    private readonly List<MemoryRecord> _others = [];
    private readonly Dictionary<string, (double Rarity, double Score)> _words = new(StringComparer.Ordinal);
    private double _rarity;
    private bool _isPartLikeBeyondWords;

    /// <summary>Gets the record that answers best.</summary>
    public MemoryRecord Record { get; } = record;

    /// <summary>Gets the record and the parts of its episode that were found too.</summary>
    public IEnumerable<MemoryRecord> Records => _others.Prepend(Record);

    /// <summary>Gets the words of the question it contains.</summary>
    public List<string> Words { get; } = [];

    /// <summary>Gets the sum of BM25 over those words.</summary>
    public double WordScore { get; private set; }

    /// <summary>Gets or sets what all words of the question weigh.</summary>
    public double QuestionWeight { get; set; }

    /// <summary>Gets the share of the question it covers, words weighed by rarity, 0 to 1.</summary>
    public double Coverage => QuestionWeight > 0 ? _rarity / QuestionWeight : 0;

    /// <summary>Gets or sets the meaning in standard deviations above unrelated pairs, when it is among the nearest.</summary>
    public double? Deviations { get; set; }

    /// <summary>Gets or sets how far its meaning stands out from the others found by meaning, in standard deviations.</summary>
    public double Outstanding { get; set; }

    /// <summary>Gets or sets whether its meaning alone makes it relevant.</summary>
    public bool IsRelevantByMeaning { get; set; }

    /// <summary>Gets whether its meaning, or that of a part, is relevant without sharing a word with the question.</summary>
    public bool IsLikeBeyondWords => _isPartLikeBeyondWords || (IsRelevantByMeaning && Words.Count == 0);

    /// <summary>Gets the people named in the question who were there.</summary>
    public List<string> People { get; } = [];

    /// <summary>Gets the cues it shares with the request.</summary>
    public List<string> Cues { get; } = [];

    /// <summary>Gets or sets whether it happened at the hour of day asked for.</summary>
    public bool IsOfHour { get; set; }

    /// <summary>Gets or sets whether it answers by itself.</summary>
    public bool Answers { get; set; }

    /// <summary>Gets or sets its relevance by words and meaning.</summary>
    public double Relevance { get; set; }

    /// <summary>Gets the relevance lent by the memories right before and after it.</summary>
    public double Support { get; private set; }

    /// <summary>Gets the memory beside it that lends most.</summary>
    public Evidence? Lender { get; private set; }

    /// <summary>Gets whether it was found through an older memory whose place it takes.</summary>
    public bool TookAPlace { get; private set; }

    /// <summary>Finds what is known of a record, or begins it.</summary>
    public static Evidence For(Dictionary<Guid, Evidence> found, MemoryRecord record)
    {
        if (!found.TryGetValue(record.Key, out var evidence))
        {
            evidence = new Evidence(record);
            found.Add(record.Key, evidence);
        }

        return evidence;
    }

    /// <summary>Adds a word of the question that it contains.</summary>
    public void AddWord(string word, double rarity, double score)
    {
        if (_words.TryAdd(word, (rarity, score)))
        {
            Words.Add(word);
            _rarity += rarity;
            WordScore += score;
        }
    }

    /// <summary>Takes in what speaks for another part of the same episode.</summary>
    public void Absorb(Evidence part)
    {
        _others.AddRange(part.Records);
        Inherit(part);
    }

    /// <summary>Takes in what speaks for an older memory whose place it takes.</summary>
    public void TakeThePlaceOf(Evidence older)
    {
        TookAPlace = true;
        Inherit(older);
        Answers |= older.Answers;
        Relevance = Math.Max(Relevance, older.Relevance);
    }

    /// <summary>Tells whether a word names somebody who was there.</summary>
    public bool IsName(string word) => Records.Any(r => r.People.Exists(person => IsNameOf(word, person)));

    public static bool IsNameOf(string word, string person) => person.Split(' ').Contains(word, StringComparer.OrdinalIgnoreCase);

    /// <summary>Takes the relevance that a memory beside it lends.</summary>
    public void Borrow(Evidence lender, double relevance)
    {
        Support += relevance;
        if (Lender is null || lender.Relevance > Lender.Relevance)
        {
            Lender = lender;
        }
    }

    private void Inherit(Evidence other)
    {
        _isPartLikeBeyondWords = IsLikeBeyondWords || other.IsLikeBeyondWords;
        foreach (var (word, (rarity, score)) in other._words)
        {
            AddWord(word, rarity, score);
        }

        QuestionWeight = Math.Max(QuestionWeight, other.QuestionWeight);
        Deviations = Deviations is null || other.Deviations > Deviations ? other.Deviations : Deviations;
        Outstanding = Math.Max(Outstanding, other.Outstanding);
        IsRelevantByMeaning |= other.IsRelevantByMeaning;
    }
}
