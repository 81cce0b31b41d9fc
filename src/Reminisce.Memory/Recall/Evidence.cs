using Reminisce.Memory.Storage;

namespace Reminisce.Memory.Recall;

/// <summary>What speaks for one record as an answer.</summary>
internal sealed class Evidence(MemoryRecord record)
{
    public MemoryRecord Record { get; } = record;

    /// <summary>Gets the words of the question it contains.</summary>
    public List<string> Words { get; } = [];

    /// <summary>Gets or sets the sum of BM25 over those words.</summary>
    public double WordScore { get; set; }

    /// <summary>Gets or sets the share of the question it covers, words weighed by rarity, 0 to 1.</summary>
    public double Coverage { get; set; }

    /// <summary>Gets or sets the meaning in standard deviations above unrelated pairs, when it is among the nearest.</summary>
    public double? Deviations { get; set; }

    /// <summary>Gets or sets how far its meaning stands out from the others found by meaning, in standard deviations.</summary>
    public double Outstanding { get; set; }

    /// <summary>Gets or sets whether its meaning alone makes it relevant.</summary>
    public bool IsRelevantByMeaning { get; set; }

    /// <summary>Gets the people named in the question who were there.</summary>
    public List<string> People { get; } = [];

    /// <summary>Gets the cues it shares with the question.</summary>
    public List<string> Cues { get; } = [];

    /// <summary>Gets or sets whether it answers by itself.</summary>
    public bool Answers { get; set; }

    /// <summary>Gets or sets its relevance by words and meaning.</summary>
    public double Relevance { get; set; }

    /// <summary>Gets the relevance lent by the memories right before and after it.</summary>
    public double Support { get; private set; }

    /// <summary>Gets the memory beside it that lends most.</summary>
    public Evidence? Lender { get; private set; }

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

    /// <summary>Tells whether a word names somebody who was there.</summary>
    public bool IsName(string word) => Record.People.Exists(person => IsNameOf(word, person));

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
}
