using Reminisce.Memory.Time;

namespace Reminisce.Memory.Stages;

/// <summary>Decides what comes to mind: greedily the chunk of the most marginal value that still fits.</summary>
internal sealed class CentralExecutive(WorkingMemoryOptions options)
{
    /// <summary>What id, time, source and marks of one memory cost in a rendering.</summary>
    private const int Frame = 60;

    /// <summary>What a picture costs besides its words: whoever shows it to a model spends at least so much.</summary>
    private const int PictureTokens = 85;

    /// <summary>A side gets its best in first when that is worth this share of the best of all.</summary>
    private const double SideShare = 0.6;

    public IReadOnlyList<WorkingMemoryChunk> Choose(IReadOnlyList<RecalledMemory> memories)
    {
        var best = memories.Count == 0 ? 0 : memories.Max(m => m.Score);
        var open = memories.Select(m => new Candidate(m, SideOf(m), TokensOf(m), Worth(m, best), WordsOf(m))).ToList();
        var chosen = new List<(Candidate Candidate, double Value)>();
        var floor = SideShare * (open.Count == 0 ? 0 : open.Max(c => c.Worth));
        foreach (var first in open.Where(c => c.Worth >= floor).GroupBy(c => c.Side).Select(g => g.MaxBy(c => c.Worth)!).OrderByDescending(c => c.Worth).ToArray())
        {
            TryLetIn(first, first.Worth, open, chosen);
        }

        while (chosen.Count < options.MaximumChunks && open.Count > 0)
        {
            var next = open.Select(c => (Candidate: c, Value: ((1 - options.Novelty) * c.Worth) - (options.Novelty * chosen.Max(o => Likeness(o.Candidate, c)))))
                .MaxBy(c => c.Value);
            TryLetIn(next.Candidate, next.Value, open, chosen);
        }

        return [.. chosen.Select(c => new WorkingMemoryChunk(c.Candidate.Memory, c.Candidate.Side, c.Candidate.Tokens, c.Value))];
    }

    private void TryLetIn(Candidate candidate, double value, List<Candidate> open, List<(Candidate Candidate, double Value)> chosen)
    {
        open.Remove(candidate);
        var isRoom = chosen.Count < options.MaximumChunks && chosen.Sum(c => c.Candidate.Tokens) + candidate.Tokens <= options.MaximumTokens;
        if (isRoom || chosen.Count == 0)
        {
            chosen.Add((candidate, value));
        }
    }

    /// <summary>Weighs a memory by itself, 0 to 1.</summary>
    private double Worth(RecalledMemory memory, double best)
    {
        var whole = options.Relevance + options.Strength + options.Cue;
        var relevance = best > 0 ? Math.Clamp(memory.Score / best, 0, 1) : 0;
        var worth = (options.Relevance * relevance) + (options.Strength * memory.Item.Strength) + (options.Cue * Math.Min(1, memory.Cues.Count));
        return whole > 0 ? worth / whole : 0;
    }

    private int TokensOf(RecalledMemory memory) => Members(memory).Sum(i =>
        Frame + (i.Modality == Modality.Picture ? PictureTokens : 0) + options.CountTokens!(i.Text.Length > options.MaximumTextLength ? i.Text[..options.MaximumTextLength] : i.Text));

    private static IEnumerable<MemoryItem> Members(RecalledMemory memory) => memory.Parts.Count > 1 ? memory.Parts : [memory.Item];

    private static WorkingMemorySide SideOf(RecalledMemory memory) =>
        memory.Parts.Count > 1 ? WorkingMemorySide.Episodes : memory.Item.Modality == Modality.Picture ? WorkingMemorySide.Pictures : WorkingMemorySide.Words;

    /// <summary>Compares by common words (Jaccard); what has no words is like nothing but itself.</summary>
    private static double Likeness(Candidate a, Candidate b)
    {
        if (a.Words.Count == 0 || b.Words.Count == 0)
        {
            return 0;
        }

        var common = a.Words.Count(b.Words.Contains);
        return (double)common / (a.Words.Count + b.Words.Count - common);
    }

    private static HashSet<string> WordsOf(RecalledMemory memory) =>
        [.. Members(memory).SelectMany(i => TimeTokenizer.Tokenize(i.Text, 256)).Where(t => char.IsLetterOrDigit(t.Text[0])).Select(t => t.Text)];

    private sealed record Candidate(RecalledMemory Memory, WorkingMemorySide Side, int Tokens, double Worth, HashSet<string> Words);
}
