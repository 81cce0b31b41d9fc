namespace Reminisce.Memory.Time;

/// <summary>One element of a template: a slot, or a choice of words.</summary>
/// <param name="Slot">Name of the slot, or <see langword="null"/> for words.</param>
/// <param name="Certainty">Which words the slot takes.</param>
/// <param name="Choices">The choices, each a sequence of tokens; empty for a slot.</param>
/// <param name="IsOptional">Whether it may be left out.</param>
internal sealed record TimeElement(string? Slot, WordCertainty Certainty, string[][] Choices, bool IsOptional);
