using Reminisce.Memory.Stages;

namespace Reminisce.Memory;

/// <summary>The third stage: of what a recall found, what fits into the mind of one turn.</summary>
/// <remarks>
/// Thread-safe; holds nothing between turns. A central executive lets chunks in by relevance, strength, shared cues and novelty
/// (maximal marginal relevance) while the budgets of chunks and tokens last; each of the three sides that has something nearly as
/// good as the best gets its best in first, so that words do not crowd out the picture that shows it. (Paper: working memory.)
/// </remarks>
public sealed class WorkingMemory
{
    private readonly CentralExecutive _executive;

    /// <summary>Initialises a working memory.</summary>
    /// <param name="options">The budgets; <see langword="null"/> for the defaults. Read now; later changes have no effect.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public WorkingMemory(WorkingMemoryOptions? options = null)
    {
        options ??= new WorkingMemoryOptions();
        options.Validate();
        _executive = new CentralExecutive(new WorkingMemoryOptions
        {
            MaximumChunks = options.MaximumChunks,
            MaximumTokens = options.MaximumTokens,
            MaximumTextLength = options.MaximumTextLength,
            CountTokens = options.CountTokens ?? TokenEstimate.Of,
            Relevance = options.Relevance,
            Strength = options.Strength,
            Cue = options.Cue,
            Novelty = options.Novelty,
        });
    }

    /// <summary>Brings what was recalled to mind, as far as there is room.</summary>
    /// <param name="result">What a recall found.</param>
    /// <returns>What is in mind; at least one chunk when something was found, however large.</returns>
    /// <exception cref="ArgumentNullException">No result was given.</exception>
    public WorkingMemoryContent Attend(RecallResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        var chosen = _executive.Choose(result.Memories);
        var kept = chosen.Select(c => c.Memory).ToHashSet(ReferenceEqualityComparer.Instance);
        var left = result.Memories.Count - kept.Count;
        var order = result.Memories.Select((m, i) => (m, i)).ToDictionary(p => (object)p.m, p => p.i, ReferenceEqualityComparer.Instance);
        return new WorkingMemoryContent(
            [.. chosen.OrderBy(c => order[c.Memory])],
            chosen.Sum(c => c.Tokens),
            left,
            left == 0 ? result : result with
            {
                Memories = [.. result.Memories.Where(kept.Contains)],
                Hint = $"{left} more {(left == 1 ? "memory was" : "memories were")} found and left out for want of room; ask for something narrower.",
            });
    }
}
