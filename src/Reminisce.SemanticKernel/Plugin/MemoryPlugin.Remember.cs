using System.ComponentModel;
using Microsoft.SemanticKernel;
using Reminisce.Memory;

namespace Reminisce.SemanticKernel;

public sealed partial class MemoryPlugin
{
    /// <summary>Stores a note of the conversation.</summary>
    /// <param name="text">What to remember, one self-contained statement.</param>
    /// <param name="occurredAt">When it happened or will happen, or <see langword="null"/> for now.</param>
    /// <param name="place">Where, or <see langword="null"/>.</param>
    /// <param name="people">Who was there, or <see langword="null"/>.</param>
    /// <param name="cancellationToken">Cancels before anything is stored.</param>
    /// <returns>What became of it, for a model.</returns>
    [KernelFunction(MemoryPluginDefaults.RememberFunction)]
    [Description("Stores one lasting fact, preference, plan or event in the person's memory. Call it when the person asks to remember "
        + "something, or tells a fact about themselves that will matter later. Do not store small talk, your own answers, secrets such "
        + "as passwords, or anything that recall returned.")]
    public async Task<string> RememberAsync(
        [Description("One self-contained statement with names instead of pronouns: 'Mara's birthday is on 3 May.'")] string text,
        [Description("Optional: when it happened, ISO 8601. Leave out for now.")] string? occurredAt = null,
        [Description("Optional: where it happened.")] string? place = null,
        [Description("Optional: names of the people concerned.")] string[]? people = null,
        CancellationToken cancellationToken = default)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return "text was empty: say what to remember.";
        }

        DateTimeOffset? time = null;
        if (!string.IsNullOrWhiteSpace(occurredAt))
        {
            if (!TryReadTime(occurredAt, out var read))
            {
                return BadTime(nameof(occurredAt));
            }

            time = read;
        }

        if (_guard.IsRecalled(text))
        {
            return "Not stored: this text was recalled from the memory and is in it already.";
        }

        var input = new MemoryInput
        {
            Text = text.Trim(),
            OccurredAt = time,
            Source = _rememberSource,
            Scope = _scope,
            Trust = _rememberTrust,
            Cues = new MemoryCues { Place = string.IsNullOrWhiteSpace(place) ? null : place.Trim(), People = people ?? [] },
        };
        var results = await _memory.RememberAsync([input], progress: null, cancellationToken).ConfigureAwait(false);
        var result = results[0];
        return result.Outcome switch
        {
            RememberOutcome.Stored => $"Stored with id {result.Id}.",
            RememberOutcome.Duplicate => $"Already in the memory with id {result.Id}; nothing was added.",
            _ => $"Not stored: {MemoryRenderer.Clean(result.Reason ?? "it was rejected.", 300)}",
        };
    }
}
