using System.ComponentModel;
using Microsoft.SemanticKernel;
using Reminisce.Memory;

namespace Reminisce.SemanticKernel;

public sealed partial class MemoryPlugin
{
    /// <summary>Searches the memory and renders what was found as delimited data.</summary>
    /// <param name="query">The question in the person's words.</param>
    /// <param name="from">First instant to look in, or <see langword="null"/>.</param>
    /// <param name="to">First instant after the span, or <see langword="null"/>.</param>
    /// <param name="modality">The only kind to look for, or <see langword="null"/>.</param>
    /// <param name="limit">The most memories to return.</param>
    /// <param name="cancellationToken">Cancels the search.</param>
    /// <returns>The rendering for a model.</returns>
    [KernelFunction(MemoryPluginDefaults.RecallFunction)]
    [Description("Searches the person's own memory: notes, messages, web pages, photos and screenshots they wrote or saw. "
        + "Call it before answering any question about the person's past, plans, things, people, places or pictures, and whenever "
        + "they say 'do you remember', 'when did I', 'what did I see'. Returns memories as quoted data, each with id, time, source "
        + "and trust. Cite the ids you use. If nothing is found, say so; never invent a memory.")]
    public async Task<string> RecallAsync(
        [Description("What to look for, in the person's own words. Leave phrases of time in it ('last week', 'yesterday evening'): they are understood.")] string query,
        [Description("Optional first instant to look in, ISO 8601. Only when the person gave exact dates.")] string? from = null,
        [Description("Optional instant before which to look, ISO 8601. Only when the person gave exact dates.")] string? to = null,
        [Description("Optional: 'text', 'picture' or 'sound' to look for one kind only.")] string? modality = null,
        [Description("Optional: the most memories to return. About 5 for one fact, 20 for a summary of a period.")] int limit = 10,
        CancellationToken cancellationToken = default)
    {
        if (!TryReadWindow(from, to, out var window, out var problem))
        {
            return problem;
        }

        var kind = default(Modality?);
        if (!string.IsNullOrWhiteSpace(modality))
        {
            if (!Enum.TryParse<Modality>(modality, ignoreCase: true, out var parsed) || !Enum.IsDefined(parsed))
            {
                return "modality was not understood: give 'text', 'picture' or 'sound', or leave it out.";
            }

            kind = parsed;
        }

        if (string.IsNullOrWhiteSpace(query) && window is null)
        {
            return "query was empty: say what to look for, or give from and to.";
        }

        var request = new RecallRequest
        {
            Query = query ?? "",
            Window = window,
            Top = Math.Clamp(limit, 1, _maximumResults),
            Scope = _scope,
            LeastTrusted = _leastTrusted,
            Modality = kind,
        };
        var result = await _memory.RecallAsync(request, cancellationToken).ConfigureAwait(false);
        var content = _working.Attend(result);
        _guard.Note(content.Recall.Memories);
        return _renderer.RenderRecall(content.Recall);
    }

    private bool TryReadWindow(string? from, string? to, out TimeWindow? window, out string problem)
    {
        window = null;
        problem = "";
        var start = DateTimeOffset.MinValue;
        var end = DateTimeOffset.MaxValue;
        if (!string.IsNullOrWhiteSpace(from) && !TryReadTime(from, out start))
        {
            problem = BadTime(nameof(from));
        }
        else if (!string.IsNullOrWhiteSpace(to) && !TryReadTime(to, out end))
        {
            problem = BadTime(nameof(to));
        }
        else if (start >= end)
        {
            problem = "from must be earlier than to.";
        }
        else if (!string.IsNullOrWhiteSpace(from) || !string.IsNullOrWhiteSpace(to))
        {
            window = new TimeWindow(start, end);
        }

        return problem.Length == 0;
    }
}
