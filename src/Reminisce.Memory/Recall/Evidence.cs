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

    /// <summary>Gets or sets whether its meaning alone makes it relevant.</summary>
    public bool IsRelevantByMeaning { get; set; }

    /// <summary>Gets the cues it shares with the question.</summary>
    public List<string> Cues { get; } = [];
}
